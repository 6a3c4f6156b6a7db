// The two pictures of a comparison in words.
import { versusOf } from "../state/versus.js";

/**
 * Both pictures in words: [left, right].
 * @param {import("../base/types").Page} page
 */
export const versusWords = ({ model, state, words, format }) => {
  const { say } = words();
  const now = state();
  const long = (day) => format().long(model.meta.days[0] + day);
  const versus = versusOf(now);
  if (versus === null) return ["", ""];
  if (now.versus.startsWith("day:")) return [long(now.day), long(versus.day)];
  if (now.versus.startsWith("rules:")) return [now.rules, versus.rules].map((rules) => `${say("ruleSet")}: ${say(rules)}`);
  return [now.known === null ? say("knownNow") : say("only_known", { day: long(now.known) }), say("only_known", { day: long(versus.known ?? 0) })];
};
