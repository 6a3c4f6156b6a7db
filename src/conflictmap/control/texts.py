"""What each rule says to a reader, in English and in Burmese.
The ids are those of docs/control.md; B0 and B1 are the baseline, R1 to R16 the rules, T1 the township's summary."""

from __future__ import annotations

from conflictmap.control.rules import Rule

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
            "T1",
            "The township follows its seat; other known sites in other hands are named beside it.",
            "မြို့နယ်သည် မြို့နယ်ရုံးစိုက်ရာမြို့ကို လိုက်သည်။ အခြားသူ ထိန်းချုပ်သည့် သိရသောနေရာများကို ယှဉ်တွဲဖော်ပြသည်။",
        ),
    )
}
