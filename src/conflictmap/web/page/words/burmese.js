// The page's words in Burmese, put together. A page has them in a block of its data (`build.mjs` leaves them out of its
// scripts): a script without them is read in half the time.
import { SUB_TYPES, TERMS } from "./terms-my.js";
import { TOOLS } from "./tools-my.js";
import { STATES, TYPES, WORDS } from "./words-my.js";

export const my = { WORDS: { ...WORDS, ...TERMS, ...TOOLS }, TYPES: { ...TYPES, ...SUB_TYPES }, STATES };
