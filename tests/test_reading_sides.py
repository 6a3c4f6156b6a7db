"""Who did it to whom: allies, men of their own, relative clauses, harm that somebody is blamed for, and sides that stay open. A test a kind.

The sentences are the tests' own; names of places and actors are real, the events are not.
"""

from __future__ import annotations

import datetime as dt

import pytest

from conflictmap.chronicle.coding.coder import Coder
from conflictmap.chronicle.extraction.own_names import own_names_in
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.model import Entry

DAY = dt.date(2024, 9, 17)  # a Tuesday
STATE_OUTLET = "Global New Light of Myanmar"


def sides(coder: Coder, text: str, source: str = "X") -> list[str]:
    drafts = coder.code_entry(Entry("X-2024-09-17", DAY, DAY, text, source))
    read = [draft for draft in drafts if not draft.value("notes").startswith("Not read")]
    return [f"{draft.value('act')} {draft.value('actor1')}>{draft.value('actor2')}" for draft in read]


ALLIES = [
    ("The KNLA, in coordination with the KNDO and several PDF units, captured a camp near Hlaingbwe on September 3.",
     "capture KNLA|KNDO|PDF>SAC"),
    ("The MNDAA overran a hill post near Theinni on September 3 together with the TNLA.", "capture MNDAA|TNLA>SAC"),
    ("Backed by the KIA, the PDF raided a police station in Katha on September 3.", "raid KIA|PDF>SAC"),
    ("Jointly with local PDF fighters, the AA attacked a column near Ngape on September 3.", "clash AA|PDF>SAC"),
    ("A convoy was ambushed near Yebyu on September 3 by combined forces of the KNLA and the Mon Liberation Army.",
     "ambush KNLA|MLA>SAC"),
    ("The TNLA, fighting alongside the People's Defence Force of Mandalay, took Thabeikkyin on September 3.",
     "capture TNLA|MDYPDF>SAC"),
    ("The Mandalay People's Defence Force (PDF) seized a checkpoint near Patheingyi on September 3.",
     "capture MDYPDF>SAC"),
    ("Troops of the army, together with the PNO, shelled a village near Hsihseng on September 3, killing a monk.",
     "remote_strike SAC|PNO>CIV"),
    # counter-examples
    ("The hill fell to the KIA on September 3, with dozens of soldiers of the army killed.", "capture KIA>SAC"),
    ("The KNLA and its allies seized a post near Kyaikto on September 3.", "capture KNLA>SAC"),
    ("The AA captured a battalion in Toungup on September 3, as well as two howitzers.", "capture AA>SAC"),
    ("The KNDO and other forces of the KNU attacked an outpost near Bilin on September 3.", "raid KNDO>SAC"),
    ("The KIA said that it and the Kachin PDF had jointly attacked a police station in Mohnyin on September 3.", "raid KIA|PDF>SAC"),
    ("The regime lost its last base in Sumprabum to the KIA and the Kachin PDF on September 3.", "capture KIA|PDF>SAC"),
    ("A battalion in Matupi fell on September 3 to a joint force of the AA and the Yaw Army.", "capture AA|YA>SAC"),
    ("An hour after the first shots had been heard, the Ta'ang soldiers, together with the Mandalay PDF, overran a camp near Mogok.",
     "capture TNLA|MDYPDF>SAC"),
    ("A police station near Kyaikmaraw was captured on September 3 by the KNLA, along with the junta's checkpoint at a bridge.",
     "capture KNLA>SAC"),
]  # fmt: skip

CLAUSES = [
    ("In Shadaw Township, where an outpost was overrun by the KNDF on September 1, the junta relinquished another camp on September 4.",
     "withdrawal SAC>KNDF"),
    ("Jets bombed a clinic run by the KNLA near Kyainseikgyi on September 3, killing a nurse.", "remote_strike SAC>CIV"),
    ("On September 3, army shells hit a school administered by the National Unity Government in Wetlet Township, injuring two girls.",
     "remote_strike SAC>CIV"),
    ("The army shelled Kyaukkyi on September 3, Padoh Saw Eh Htoo of the KNU told reporters.", "remote_strike SAC>CIV"),
    ("The AA and the regime fought for the port of Kyaukphyu for weeks until it fell to the former on September 3.", "capture AA>SAC"),
    ("The ministry thanks the KIA, which after a siege of ten days captured Mansi on September 3.", "capture KIA>SAC"),
    ("Fighters of the AA posed with a tank at a battalion in Ann, which they seized on September 3.", "capture AA>SAC"),
    ("Two girls were shot dead and five other villagers wounded by regime troops in Pauk Township on September 3.", "other SAC>CIV"),
    ("Soldiers of the Shanni Nationalities Army attacked an outpost of the KIA in Hpakant on September 3.", "raid SNA>KIA"),
    ("Clashes broke out on September 3 between the military and the ethnic armed group Ta'ang National Liberation Army in Mongmit.", "clash TNLA>SAC"),
    ("Having driven the army out of Tonzang, the CNA captured Cikha on September 3.", "capture CNF>SAC"),
    ("As the TNLA attacked army installations near Kyaukme on September 3, two people were killed and four injured.", "raid TNLA>SAC"),
    ("Kyaukme is the key to Lashio, which the MNDAA, an ally of the TNLA, handed back to the regime on September 3.", "handover MNDAA>SAC"),
    ("Government troops opened fire on the TNLA near Mongngaw on September 3.", "clash SAC>TNLA"),
    ("Seven farmers, who had been trapped in their village during clashes between the PDF and the army, were shot dead by regime soldiers near Myaung on September 3.",
     "other SAC>CIV"),
    ("Local defence forces attacked a camp near Tamu, two miles from Myanmar's border with India, on September 3.", "raid PDF>SAC"),
    ("A woman was killed on September 3 when shells fired by IB 236 landed in Si In Gyi village.", "remote_strike SAC>CIV"),
    ("Gunmen captured four soldiers of the army near Pinlaung on September 3.", "detention_arson UNK>SAC"),
]  # fmt: skip

CARRIED = [
    ("The KIA took a post at Lweje on September 3. The army then bombed the place from the air. The group captured a second post there on September 5.",
     "capture KIA>SAC"),
    ("Soldiers raided a village held by the KNU on September 3. The group's armed wing ambushed the raiders the next day.",
     "ambush KNLA>SAC"),
    ("Group announced on 3 September that it had captured a base near Paletwa from which AA positions had been shelled.", "capture AA>SAC"),
    ("The KNU agreed to a truce on September 1. Alongside the PDF, it captured a camp near Thaton on September 4.", "capture KNU|PDF>SAC"),
    ("The TNLA accused the military on September 3 of shelling its positions near Kyaukme.", "remote_strike SAC>TNLA"),
    ("Regime jets bombed Daw Poe Si on September 3. Sixteen houses were destroyed.", "remote_strike SAC>CIV"),
    ("Troops of the army raided Letpanaing on September 3. Thirty houses were burned down during the raid.", "detention_arson SAC>CIV"),
    ('"Our men raided the outpost near Hpruso on September 3 and took eight guns," a spokesman of the KNDF said.', "raid KNDF>SAC"),
    ("Fighters of the Chin Brotherhood marched into Kanpetlet. The Brotherhood attacked a police station in Falam on September 3.", "raid CB>SAC"),
    ("The CNA, the CDF and the PDF attacked a convoy near Kalay on September 3. The trio also raided a police station there on September 4.",
     "raid CNF|CDF|PDF>SAC"),
]  # fmt: skip

BLAMED = [
    ("On September 3, twelve houses were burned in Thabyu. Telegram channels of the army blamed it on the KNDO.", "detention_arson KNDO>CIV"),
    ("Part of a viaduct was blown up on September 3. The military accused the TNLA, which denied it.", "detention_arson TNLA>"),
    ("A trader whom PDF fighters had accused of informing was killed on his farm near Ye on September 3.", "other PDF>CIV"),
    ("A motorcyclist was shot dead on September 3 after he failed to stop at a checkpoint in Meiktila.", "other SAC>CIV"),
    ("More than 20 homes were set on fire in Moebye on September 3, a KNDF spokesperson said.", "detention_arson SAC>CIV"),
    ("Two brothers were killed by a mine near Mindat on September 3. It is not known which side laid it.", "remote_strike UNK>CIV"),
    ("A mortar shell killed a housewife near Maungdaw on September 3. It was unclear who had fired it.", "remote_strike UNK>CIV"),
    # counter-examples
    ("A youth was abducted near Ye on September 3; masked men accused him of backing the KNLA.", "detention_arson UNK>CIV"),
    ("Police arrested two students in Bago on September 3.", "detention_arson SAC>CIV"),
]  # fmt: skip

OPEN = [
    ("Kutkai was bombed twice on September 3, but no one was hurt, according to the TNLA.", "remote_strike SAC>"),
    ("A jet dropped two bombs near Mogok on September 3, destroying nine homes. No one was injured.", "remote_strike SAC>CIV"),
    ("Before they left, TNLA fighters burned down the General Administration Department office and a hotel in Hsipaw on September 3.",
     "detention_arson TNLA>"),
    ("The KNDF set fire to a military camp near Demoso on September 3.", "detention_arson KNDF>SAC"),
    ("PDF fighters burned ten houses in Kani Township on September 3.", "detention_arson PDF>CIV"),
    ("Some 60 soldiers retreated from a camp near Hpasawng on September 3 without firing a shot.", "withdrawal SAC>"),
    ("The army withdrew from Sumprabum on September 3 after the KIA captured its last battalion.", "withdrawal SAC>KIA"),
    ("The KNLA withdrew from Thingannyinaung on September 3 to spare civilians further bombing.", "withdrawal KNLA>SAC"),
    ("A farmer of 52 stepped on a landmine near Papun on September 3 and lost a leg.", "remote_strike UNK>CIV"),
    ("Two civilians and four members of the PDF were killed on September 3 when an army jet bombed Nagabo in Kani Township.", "remote_strike SAC>CIV|PDF"),
    ("Around 200 troops stormed Yebok on September 3, killing eleven elderly villagers.", "raid SAC>CIV"),
    ("The MNDAA declared a unilateral ceasefire on September 3.", "statement MNDAA>SAC"),
    ("The army declared a ceasefire of twenty days on September 3.", "statement SAC>"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*ALLIES, *CLAUSES, *CARRIED, *BLAMED, *OPEN])
def test_both_sides_are_read(coder: Coder, text: str, expected: str) -> None:
    assert expected in sides(coder, text)


LOCAL = [
    ("The Yaw Revolution Army-Tilin (YRA-Tilin) ambushed a convoy near Gangaw on September 3.", "ambush PDF>SAC"),
    ("The Black Leopard Guerrilla Force attacked a police station in Kyaukse on September 3.", "raid PDF>SAC"),
    ("The Mountain Hawk Team ambushed soldiers of the army near Thandaunggyi on September 3.", "ambush PDF>SAC"),
    ("The Ye Balu, a local resistance force, attacked an army checkpoint near Ye on September 3.", "raid PDF>SAC"),
    ("CDF-Mindat attacked an army camp near Kanpetlet on September 3.", "raid CDF>SAC"),
    # counter-examples
    ("Troops of the army raided an AA-held village near Minbya on September 3 and burned ten houses.", "detention_arson SAC>CIV"),
    ("The Danu People's Liberation Army attacked an army post near Nawnghkio on September 3.", ""),
    ("The Royal Thai Air Force sent two jets over Mae Sot on September 3.", ""),
    ("Kyaw Zin Oo attacked the army's record in a speech on September 3.", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LOCAL)
def test_fighters_that_no_table_knows_are_local_forces(coder: Coder, text: str, expected: str) -> None:
    found = sides(coder, text)
    assert expected in found if expected else not any("PDF" in one for one in found)


def test_the_short_form_of_an_unknown_group_is_known_in_its_text(coder: Coder, lexicon: Lexicon) -> None:
    text = "The Mon State Revolutionary Force (MSRF) freed two men in Ye on September 3. The MSRF attacked a camp near Lamaing on September 5."
    assert own_names_in([text], lexicon)[("msrf",)] == "PDF"
    assert "raid PDF>SAC" in sides(coder, text)


@pytest.mark.parametrize(
    "name",
    [
        "the Arakan Army (AA)",
        "the Border Guard Force (BGF)",
        "the Danu People's Liberation Army (DPLA)",
        "a Special Task Force of the Thai police",
    ],
)
def test_known_and_foreign_forces_are_no_local_forces(lexicon: Lexicon, name: str) -> None:
    assert own_names_in([f"On Monday {name} said nothing."], lexicon) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 3 September KIA terrorists, in cooperation with AA and PDF terrorists, attacked security posts near Momauk. The terrorists retreated to Lweje on 9 September.",
         ["raid KIA|AA|PDF>SAC", "withdrawal KIA|AA|PDF>SAC"]),
        ("KNLA and PDF terrorists on 3 September dropped bombs by drone on workers repairing a bridge near Kawkareik.",
         ["remote_strike KNLA|PDF>CIV"]),
        ("KNLA terrorists shelled the battalion in Kyondoe on 3 September.", ["remote_strike KNLA>SAC"]),
    ],
)  # fmt: skip
def test_the_words_of_the_states_outlet(coder: Coder, text: str, expected: list[str]) -> None:
    found = sides(coder, text, STATE_OUTLET)
    assert [one for one in expected if one not in found] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("စက်တင်ဘာ ၃ ရက်က CNA၊ CDF နဲ့ PDF ပူးပေါင်းတပ်တွေက စခန်းကို ဝင်တိုက်ခဲ့တယ်။", "CNF|CDF|PDF>SAC"),
        ("စက်တင်ဘာ ၃ ရက်က ကျောက်ကြီးရွာကို လက်နက်ကြီးတွေ ကျခဲ့လို့ အရပ်သား ၂ ဦး သေဆုံးခဲ့တယ်။", "SAC>CIV"),
        ("စက်တင်ဘာ ၃ ရက်က TNLA နဲ့ မန္တလေး PDF တို့က စခန်းကို သိမ်းပိုက်ခဲ့တယ်။", "TNLA|MDYPDF>SAC"),
        ("စက်တင်ဘာ ၃ ရက်က ကချင်လွတ်လပ်ရေးတပ်မတော် (KIA) နဲ့ PDF ပူးပေါင်းတပ်တွေက စခန်းကို သိမ်းပိုက်လိုက်ပြီလို့ KIO က ထုတ်ပြန်ပါတယ်။", "KIA|PDF>SAC"),
    ],
)
def test_sides_in_burmese(coder: Coder, text: str, expected: str) -> None:
    assert [one.split(" ", 1)[1] for one in sides(coder, text)] == [expected]
