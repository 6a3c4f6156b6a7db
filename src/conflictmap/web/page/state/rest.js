// Listeners that can wait: lists, counts and panels follow a slider when it rests, and the step itself draws the map alone.

const REST = 120; // ms without a step: the slider rests
const LONE = 400; // ms without a step before one: it comes alone, and is drawn whole
const MOST = 360; // ms that a change waits at most while steps go on, as when the page plays
const AFTER = 25; // ms: then it comes after the step's frame, not in it
const STEPPED = ["day", "from", "to"]; // what steps change; any other change is one that the reader waits for

/** @type {{now: () => number, later: (run: () => void, ms: number) => any, drop: (timer: any) => void}} */
const CLOCK = { now: () => performance.now(), later: (run, ms) => setTimeout(run, ms), drop: (timer) => clearTimeout(timer) };

/**
 * A listener of the store that is called at once for a single change, and in a run of steps when they rest.
 * @param {(state: import("../base/types").State, changed: Set<string>) => void} listener
 * @param {() => import("../base/types").State} get
 * @returns {{follow: (state: import("../base/types").State, changed: Set<string>) => void, settle: () => void}} `settle`
 *   calls the listener now if changes wait
 */
export const makeResting = (listener, get, { now, later, drop } = CLOCK) => {
  /** @type {Set<string>} */
  let waiting = new Set();
  /** @type {any} */
  let timer = null;
  let since = 0; // when the first change that waits was made
  let before = -Infinity; // when the last step was made
  let isOverdue = false; // what waits has its time, whatever steps come

  const settle = () => {
    drop(timer);
    timer = null;
    if (waiting.size === 0) return;
    const changed = waiting;
    waiting = new Set();
    listener(get(), changed);
  };
  const wait = (at) => {
    if (timer === null) [since, isOverdue] = [at, false];
    if (isOverdue) return;
    isOverdue = at - since > MOST;
    if (isOverdue) {
      drop(timer);
      timer = later(settle, AFTER);
    } else timer ??= later(look, REST);
  };
  // one timer looks on: to set a new one at each step would cost each step two calls of the browser
  const look = () => {
    const left = before + REST - now();
    if (left > 0) timer = later(look, left);
    else settle();
  };
  const follow = (_, changed) => {
    for (const key of changed) waiting.add(key);
    const [at, last] = [now(), before];
    const isStep = [...changed].every((key) => STEPPED.includes(key));
    if (isStep) before = at;
    if (!isStep || (timer === null && at - last > LONE)) settle();
    else wait(at);
  };
  return { follow, settle };
};
