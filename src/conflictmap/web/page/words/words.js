// The page's own words in the language it is read in. Texts of the data are shown as they were written.
import { burmeseDigits } from "../base/dates.js";
import { openBlocks } from "../data/blocks.js";
import { TERMS as termsEn } from "./terms-en.js";
import { my } from "./burmese.js";
import { TOOLS as toolsEn } from "./tools-en.js";
import * as english from "./words-en.js";

const en = { ...english, WORDS: { ...english.WORDS, ...termsEn, ...toolsEn } };

export const LANGUAGES = ["en", "my"];

/** Take the Burmese words out of a page's block, as its scripts are without them. */
export const readBurmese = async (document, prefix) => {
  Object.assign(my, await openBlocks(document, prefix).json("words"));
};

/** The page's words in one language: `say("shown", {n: 3, total: 5})`; with `digits` their own numbers are Burmese. */
export const makeWords = (lang, digits = false) => {
  const own = lang === "my" ? my : en;
  const write = digits ? burmeseDigits : (text) => text;
  return {
    say: (key, values = {}) =>
      write(own.WORDS[key] ?? en.WORDS[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole)),
    type: (name) => own.TYPES[name] ?? name,
    state: (name) => own.STATES[name] ?? name,
  };
};

/** Keys whose Burmese words have digits of their own that no switch could turn; a test keeps this empty. */
export const fixedDigits = () => Object.keys(my.WORDS).filter((key) => /[၀-၉]/.test(my.WORDS[key]));

/** Keys that a language lacks; a test keeps this empty. */
export const missingWords = () => Object.keys(en.WORDS).filter((key) => !(key in my.WORDS));
