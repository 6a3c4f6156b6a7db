// Days as whole numbers since 1970-01-01, and how they are written in each language. Never the clock, never a time zone.

const DAY = 86400000;
const MONTHS = {
  en: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
  my: ["ဇန်နဝါရီ", "ဖေဖော်ဝါရီ", "မတ်", "ဧပြီ", "မေ", "ဇွန်", "ဇူလိုင်", "ဩဂုတ်", "စက်တင်ဘာ", "အောက်တိုဘာ", "နိုဝင်ဘာ", "ဒီဇင်ဘာ"],
};

/** Year, month 0-11 and day 1-31 of a day. */
export const parts = (day) => {
  const date = new Date(day * DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
};

/** YYYY-MM-DD. */
export const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/** The day of a text YYYY-MM-DD, or null if it is none. */
export const parseIso = (text) => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || iso(time / DAY) !== text ? null : time / DAY;
};

/** The same day of the next or an earlier month; the 31st becomes the month's last day. */
export const addMonths = (day, months) => {
  const from = parts(day);
  const last = new Date(Date.UTC(from.year, from.month + months + 1, 0)).getUTCDate();
  return Date.UTC(from.year, from.month + months, Math.min(from.day, last)) / DAY;
};

/** First days of the months from `first` to `last`. */
export const monthStarts = (first, last) => {
  const starts = [];
  const from = parts(first);
  for (let month = from.month; ; month += 1) {
    const day = Date.UTC(from.year, month, 1) / DAY;
    if (day > last) return starts;
    if (day >= first) starts.push(day);
  }
};

const BURMESE_ZERO = 0x1040;

/** Digits of a text as Burmese ones. */
export const burmeseDigits = (text) =>
  String(text).replace(/[0-9]/g, (digit) => String.fromCharCode(BURMESE_ZERO + Number(digit)));

/** Burmese digits of a text as Latin ones. */
export const latinDigits = (text) =>
  String(text).replace(/[၀-၉]/g, (digit) => String(digit.charCodeAt(0) - BURMESE_ZERO));

/**
 * How dates and numbers are written.
 * @param {"en"|"my"} lang
 * @param {boolean} digits Burmese digits
 */
export const makeFormat = (lang, digits) => {
  const write = (text) => (digits ? burmeseDigits(text) : String(text));
  const month = (number, short) => {
    const name = MONTHS[lang][number];
    return short && lang === "en" ? name.slice(0, 3) : name;
  };
  const long = (day) => {
    const { year, month: number, day: ofMonth } = parts(day);
    return lang === "my"
      ? `${write(year)} ${month(number)} ${write(ofMonth)} ရက်`
      : write(`${ofMonth} ${month(number)} ${year}`);
  };
  const short = (day) => {
    const { month: number, day: ofMonth } = parts(day);
    return lang === "my" ? `${month(number)} ${write(ofMonth)}` : write(`${ofMonth} ${month(number, true)}`);
  };
  const monthYear = (day) => `${month(parts(day).month, true)} ${write(parts(day).year)}`;
  const range = (from, to) => {
    if (from === to) return long(from);
    const [a, b] = [parts(from), parts(to)];
    if (a.year !== b.year) return `${long(from)} – ${long(to)}`;
    if (lang === "my") return a.month === b.month ? `${write(a.year)} ${month(a.month)} ${write(`${a.day}–${b.day}`)} ရက်` : `${long(from)} – ${short(to)} ရက်`;
    if (a.month === b.month) return write(`${a.day}–${b.day} ${month(b.month)} ${b.year}`);
    return write(`${a.day} ${month(a.month)} – ${b.day} ${month(b.month)} ${b.year}`);
  };
  /** Both ends of a range, to stand in a sentence: what they have in common is said once. */
  const ends = (from, to) => {
    const [a, b] = [parts(from), parts(to)];
    if (a.year !== b.year) return [long(from), long(to)];
    if (lang === "my") return [long(from), `${a.month === b.month ? write(b.day) : short(to)} ရက်`];
    return [write(a.month === b.month ? a.day : `${a.day} ${month(a.month)}`), long(to)];
  };
  const number = (value) => write(Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ","));
  const turn = digits ? burmeseDigits : latinDigits; // a whole text, whichever digits it was written with
  return { long, short, monthYear, range, ends, number, month, turn, year: (day) => write(parts(day).year), write };
};
