"""The English of `explain`: a state, who makes a claim, what became of it; and the sentence of each rule in two languages.
Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from conflictmap.control.alliances import Alliances
from conflictmap.control.evidence import Claim, Report, claimant
from conflictmap.control.rules import Rule, RuleSet
from conflictmap.control.site_spans import SiteSpan
from conflictmap.model import Assertion


def sentence(span: SiteSpan, kind: str = "") -> str:
    """Describe a span in one English sentence; `kind`, of a site: a contested countryside is held by no side alone."""
    since = (
        f"since {span.start}" if span.start_low == span.start_high else f"since {span.start_low} to {span.start_high}"
    )
    rivals = span.other.replace("|", ", ")
    texts: Mapping[str, str] = {
        "unknown": "Nobody is known to hold it",
        "not_assessed": "Not assessed: no report and no documented baseline says who holds it",
        "partial": f"The seat is not assessed; of other parts of the township these are known to hold some: {rivals}",
        "baseline": f"{span.holder} by the baseline; no report says otherwise",
        "controlled": f"{span.holder} holds it",
        "contested": f"{span.holder} holds it and {span.other} is inside",
        "besieged": f"{span.holder} holds it, surrounded by {span.other}",
        "mixed": f"{span.holder} and {span.other} hold it together",
        "vacated": f"{span.other} left it and nobody is known to have come",
        "predominant": f"{span.holder} holds the seat, others hold or contest other parts: {rivals}",
        "split": f"{span.holder} holds the seat, others most of the rest: {rivals}",
    }
    text = texts[span.state]
    if kind == "rural" and span.state == "contested":
        text = f"{span.holder} contests it with {rivals}; no side is known to hold it alone"
    grade = f"; confidence {span.confidence}" if span.confidence else ""
    return f"{text.replace('|', ', ')}, {since}{grade}."


def voice(claim: Assertion, alliances: Alliances) -> str:
    """Name whose voice a claim is: "party", it says so itself; "aligned", a source on its side reports it; else "other"."""
    if claim.mode == "claimed_by_party":
        return "party"
    speakers = (side.partition(":")[2] for side in claim.sides)
    who, _ = claimant(claim)
    return "aligned" if any(alliances.allied(speaker, who, claim.day) for speaker in speakers if speaker) else "other"


def speaker_of(claim: Assertion, alliances: Alliances) -> str:
    """Name who makes a claim; put no words into a party's mouth."""
    who, sources = claimant(claim)[0].replace("|", " and ") or "a party", ", ".join(claim.sources)
    return {
        "party": f"{who} says ({sources})",
        "aligned": f"for {who}, reported by a source on its side ({sources})",
        "other": f"for {who}, reported by a source not known to be independent ({sources})",
    }[voice(claim, alliances)]


def status_on(claim: Claim, day: date) -> str:
    """Name what had become of a claim by a day: open, confirmed, denied or lapsed."""
    return claim.status if claim.resolved_on is not None and claim.resolved_on <= day else "open"


def became(claim: Claim, counted: date | None, day: date, rules: RuleSet) -> str:
    """Describe what became of a claim by a day, and whether and why the rule set counts it.

    Parameters: counted, the day from which it counts as known, None where it never does.
    """
    status, by = status_on(claim, day), ", ".join(claim.resolved_by)
    fate = {
        "open": "not confirmed yet",
        "confirmed": f"confirmed by {by}",
        "denied": f"denied by {by}",
        "lapsed": f"not confirmed within {rules.limits.claim_days} days",
    }[status]
    return f"{fate}; {_counting(claim, counted, status, rules)}"


def _counting(claim: Claim, counted: date | None, status: str, rules: RuleSet) -> str:
    name, days = rules.name, rules.limits.rebuttal_days
    silent = claim.assertion.known_since + timedelta(days=days)
    if rules.claims == "never":
        return f"{name} counts what confirms it" if status == "confirmed" else f"{name} counts no bare claim"
    if counted is None:
        if status == "denied":
            return f"{name} does not count it"
        return f"{name} does not count it: it was contradicted, or its {days} days are not over"
    if rules.claims == "at_once":
        return f"{name} counts every claim at once"
    if counted < silent:
        return f"{name} counts it since {long_day(counted)}, when it was confirmed"
    return f"{name} counts it since {long_day(counted)} because nobody contradicted it for {days} days"


def known_because(known_since: date, reports: Iterable[Report], rules: RuleSet) -> str:
    """Explain why a state became known later than its reports; "" where it was known with them."""
    late = [report for report in reports if report.known == known_since > report.assertion.known_since]
    if not late:
        return ""
    events = ", ".join(dict.fromkeys(report.assertion.event_id for report in late))
    days = rules.limits.rebuttal_days
    if all((report.known - report.assertion.known_since).days == days for report in late):
        return f"{days} days after the report {events}: a bare claim waits so long for a contradiction"
    return f"the day on which the claim of {events} was confirmed"


def carried_on(last: date) -> str:
    """Describe a day after the last report."""
    return f"The table ends on {long_day(last)}: later days are carried on, and the evidence grows stale."


def before_table(first: date) -> str:
    """Describe a day before the first report."""
    return f"The table begins on {long_day(first)}: of earlier days only the baseline speaks."


def long_day(day: date) -> str:
    """Write a day as a sentence has it: 8 November 2023."""
    return f"{day.day} {day:%B %Y}"


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "B0",
            "Assumed at the start: nothing has been reported that says otherwise.",
            "အစတွင် ယူဆချက်ဖြစ်သည်။ ဆန့်ကျင်သော သတင်း မရှိသေးပါ။",
        ),
        Rule(
            "B1",
            "Documented before the reports begin; the row of the baseline names its source.",
            "သတင်းများ မစတင်မီကပင် မှတ်တမ်းရှိသည်။ အခြေခံဇယားတွင် ရင်းမြစ်ကို ဖော်ပြထားသည်။",
        ),
        Rule(
            "R1",
            "A clash, raid, ambush, arrest or arson never changes who holds a place.",
            "တိုက်ပွဲ၊ စီးနင်းမှု၊ ခြုံခိုတိုက်ခိုက်မှု၊ ဖမ်းဆီးမှု၊ မီးရှို့မှုတို့ကြောင့် ထိန်းချုပ်သူ ပြောင်းသည်ဟု မယူဆပါ။",
        ),
        Rule(
            "R2",
            "A capture counts if the place was held for more than a day, or nothing contradicts it within a day.",
            "တစ်ရက်ထက်ပို၍ ထိန်းထားနိုင်လျှင်၊ သို့မဟုတ် တစ်ရက်အတွင်း ဆန့်ကျင်သည့် သတင်းမရှိလျှင် သိမ်းပိုက်မှုကို အတည်ယူသည်။",
        ),
        Rule(
            "R3",
            "Of several captures in one fight the last one counts; the earlier ones show that it was contested.",
            "တိုက်ပွဲတစ်ခုအတွင်း အကြိမ်ကြိမ် သိမ်းပိုက်လျှင် နောက်ဆုံးအကြိမ်ကို ယူသည်။ အစောပိုင်းအကြိမ်များက အပြိုင်လုနေကြောင်း ပြသည်။",
        ),
        Rule(
            "R4",
            "Contested: two independent reports, or two days of fighting, put the enemy inside.",
            "အပြိုင်လုနေသည်။ သီးခြားသတင်းနှစ်ခု သို့မဟုတ် နှစ်ရက်ကြာ တိုက်ပွဲက ရန်ဘက်သည် အတွင်းသို့ ရောက်နေကြောင်း ပြသည်။",
        ),
        Rule(
            "R5",
            "Besieged: two reports say surrounded. The holder stays until relief, fall, or 60 days without a report.",
            "ဝိုင်းရံခံထားရသည်ဟု သတင်းနှစ်ခုက ဆိုသည်။ လွတ်မြောက်ခြင်း၊ ကျဆုံးခြင်း သို့မဟုတ် ရက် ၆၀ သတင်းမရှိခြင်းအထိ မူလထိန်းချုပ်သူ ဆက်ရှိသည်။",
        ),
        Rule(
            "R6",
            "Held together only by an agreement about the place, or a stated joint administration.",
            "နေရာနှင့်ပတ်သက်သော သဘောတူညီချက် သို့မဟုတ် ပူးတွဲအုပ်ချုပ်ကြောင်း ထုတ်ဖော်ပြောဆိုမှု ရှိမှသာ ပူးတွဲထိန်းချုပ်သည်ဟု ယူသည်။",
        ),
        Rule(
            "R7",
            "An air strike or shelling never changes the holder; by the holder's own side it casts doubt.",
            "လေကြောင်းတိုက်ခိုက်မှု၊ လက်နက်ကြီးပစ်ခတ်မှုကြောင့် ထိန်းချုပ်သူ မပြောင်းပါ။ ထိန်းချုပ်သူဘက်ကပင် ပစ်ခတ်လျှင် သံသယဖြစ်စေသည်။",
        ),
        Rule(
            "R8",
            "A party proves only what goes against its own side; its own gain is a claim, counted by the rule set.",
            "တိုက်ခိုက်သူတစ်ဖက်၏ စကားသည် မိမိဘက် နစ်နာသည့်အရာကိုသာ သက်သေပြသည်။ မိမိဘက် ရရှိမှုသည် ပြောဆိုချက်သာဖြစ်ပြီး စည်းမျဉ်းအစုအလိုက် တွက်ယူသည်။",
        ),
        Rule(
            "R9",
            "A claim is confirmed by an independent report, imagery or the loser's word; it lapses after 30 days.",
            "ပြောဆိုချက်ကို သီးခြားသတင်း၊ ဓာတ်ပုံသက်သေ သို့မဟုတ် ဆုံးရှုံးသူ၏ ဝန်ခံချက်က အတည်ပြုသည်။ ရက် ၃၀ ကြာလျှင် သက်တမ်းကုန်သည်။",
        ),
        Rule(
            "R10",
            "Other people's maps of control are never evidence, only a check.",
            "အခြားသူများ၏ ထိန်းချုပ်မှုမြေပုံများသည် သက်သေမဟုတ်ပါ၊ တိုက်ဆိုင်စစ်ဆေးရန်သာ ဖြစ်သည်။",
        ),
        Rule(
            "R11",
            "Only a report of the place itself changes it; a report of the township only is activity.",
            "နေရာကို တိတိကျကျ ဖော်ပြသော သတင်းကသာ ပြောင်းလဲစေသည်။ မြို့နယ်အဆင့်သာ ဖော်ပြလျှင် လှုပ်ရှားမှုအဖြစ်သာ ယူသည်။",
        ),
        Rule(
            "R12",
            "A base, station or bridge that falls changes that site only.",
            "စခန်း၊ ရဲစခန်း သို့မဟုတ် တံတား ကျဆုံးလျှင် ထိုနေရာတစ်ခုသာ ပြောင်းသည်။",
        ),
        Rule(
            "R13",
            "Left without a successor: vacated. Who administers it within 30 days, or where nobody is known, holds it.",
            "ဆက်ခံသူမရှိဘဲ ထွက်ခွာလျှင် လစ်လပ်သည်။ ရက် ၃၀ အတွင်း အုပ်ချုပ်နေသူ သို့မဟုတ် ထိန်းချုပ်သူ မသိရသောနေရာကို အုပ်ချုပ်နေသူသည် ထိန်းချုပ်သူဖြစ်သည်။",
        ),
        Rule(
            "R14",
            "The day is not certain: between the first and the last day possible either side may have held it.",
            "ရက်အတိအကျ မသိရပါ။ ဖြစ်နိုင်သော ပထမရက်နှင့် နောက်ဆုံးရက်ကြားတွင် မည်သည့်ဘက်မဆို ထိန်းချုပ်ထားနိုင်သည်။",
        ),
        Rule(
            "R15",
            "A denial by an independent source reopens the question; a party's denial marks it disputed.",
            "သီးခြားရင်းမြစ်က ငြင်းလျှင် ပြန်လည်စိစစ်သည်။ တိုက်ခိုက်သူတစ်ဖက်က ငြင်းလျှင် အငြင်းပွားဖွယ်ဟု မှတ်သားသည်။",
        ),
        Rule(
            "R16",
            "A correction is a new row that replaces an older one; nothing is edited in place.",
            "အမှားပြင်ချက်သည် အတန်းဟောင်းကို အစားထိုးသည့် အတန်းသစ်ဖြစ်သည်။ မူလအတန်းကို မပြင်ပါ။",
        ),
        Rule(
            "R17",
            "Enemies at the gates, by a fight, a siege or a fallen base beside a place: the holder stays, with low confidence.",
            "နေရာအနီးတွင် တိုက်ပွဲ၊ ဝိုင်းရံမှု သို့မဟုတ် စခန်းကျဆုံးမှုရှိလျှင် ထိန်းချုပ်သူ မပြောင်းသော်လည်း ယုံကြည်မှုအဆင့် နိမ့်သည်။",
        ),
        Rule(
            "T1",
            "The township follows its seat; other known sites and the countryside in other hands are named beside it.",
            "မြို့နယ်သည် မြို့နယ်ရုံးစိုက်ရာမြို့ကို လိုက်သည်။ အခြားသူ ထိန်းချုပ်သည့် သိရသောနေရာများနှင့် ကျေးလက်ကို ယှဉ်တွဲဖော်ပြသည်။",
        ),
        Rule(
            "T2",
            "The countryside has a holder by documented or repeated acts of administration; fighting never gives it one.",
            "ကျေးလက်ကို မှတ်တမ်းရှိသော သို့မဟုတ် ထပ်ခါတလဲလဲ အုပ်ချုပ်မှုဖြင့်သာ ထိန်းချုပ်သူ သတ်မှတ်သည်။ တိုက်ပွဲက မသတ်မှတ်ပါ။",
        ),
        Rule(
            "T3",
            "A side that lost the seat, or its last known site, is not carried on in the countryside; that goes to nobody.",
            "မြို့နယ်ရုံးစိုက်ရာမြို့ သို့မဟုတ် နောက်ဆုံးသိရသောနေရာကို ဆုံးရှုံးသူအား ကျေးလက်တွင် ဆက်လက်ထိန်းချုပ်သည်ဟု မယူဆတော့ပါ။ ကျေးလက်ကို မည်သူ့ထံမျှ မပေးပါ။",
        ),
        Rule(
            "T4",
            "A base or building of which nothing is reported, in a place that another side has held undisputed, goes to nobody.",
            "နေရာကို အခြားတစ်ဖက်က အငြင်းပွားမှုမရှိ ထိန်းချုပ်ထားပြီး သတင်းမရှိတော့သော စခန်း သို့မဟုတ် အဆောက်အဦကို မည်သူ ထိန်းချုပ်သည်ဟု မသိရတော့ပါ။ မည်သူ့ထံမျှ မပေးပါ။",
        ),
    )
}
