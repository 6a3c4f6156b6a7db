// What a page says where its scripts do not run, in both languages: written by the build for Python, in no script of a page.
import { my } from "./burmese.js";
import * as english from "./words-en.js";

const OWN = {
  en: {
    plainCure: "This map is drawn by scripts inside this file; nothing is fetched from anywhere. Please allow scripts for it, and open the file itself, not an archive of it (MHTML), in Firefox 90, Chrome 86, Safari 15 or newer. Until then its latest state stands here as a table.",
    plainTable: "Who holds each township on {day}", plainSince: "since",
  },
  my: {
    plainCure: "ဤမြေပုံကို ဤဖိုင်အတွင်းရှိ ပရိုဂရမ် (script) များဖြင့် ဆွဲသည်။ မည်သည့်နေရာမှမျှ အချက်အလက် မယူပါ။ ပရိုဂရမ်များကို ခွင့်ပြုပြီး သိမ်းဆည်းမိတ္တူ (MHTML) မဟုတ်ဘဲ ဖိုင်ကိုယ်တိုင်ကို Firefox 90၊ Chrome 86၊ Safari 15 သို့မဟုတ် ပိုသစ်သော ဘရောက်ဇာဖြင့် ဖွင့်ပါ။ ထိုသို့မဖွင့်ရသေးမီ နောက်ဆုံးအခြေအနေကို ဤနေရာတွင် ဇယားဖြင့် ဖော်ပြထားသည်။",
    plainTable: "{day} တွင် မြို့နယ်တစ်ခုစီကို မည်သူ ထိန်းချုပ်ထားသည်", plainSince: "မှစ၍",
  },
};
const SHARED = ["township_", "holder"];

/** Words and names of states, by language. */
export const plainWords = () =>
  Object.fromEntries(Object.entries({ en: english, my }).map(([lang, { WORDS, STATES }]) => [lang, { WORDS: { ...OWN[lang], ...Object.fromEntries(SHARED.map((key) => [key, WORDS[key]])) }, STATES }]));
