// The one state of the page. Whoever draws is told once a frame what has changed.
import { makeResting } from "./rest.js";

/**
 * @param {import("../base/types").State} initial
 * @param {(run: () => void) => unknown} nextFrame requestAnimationFrame, or what a test puts in its place
 * @returns {import("../base/types").Store}
 */
export const makeStore = (initial, nextFrame) => {
  let state = Object.freeze({ ...initial });
  let waiting = null;
  const listeners = [];
  const resting = [];

  const tell = () => {
    const changed = waiting;
    if (changed === null) return; // told already, in this frame
    waiting = null;
    for (const listener of listeners) listener(state, changed);
  };

  const note = (patch) => {
    const fresh = Object.keys(patch).filter((key) => patch[key] !== state[key]);
    if (fresh.length === 0) return false;
    state = Object.freeze({ ...state, ...patch });
    const asked = waiting !== null;
    waiting ??= new Set();
    for (const key of fresh) waiting.add(key);
    return !asked;
  };

  return {
    get: () => state,
    /** Change some keys. Values that are the same as before are no change. */
    set: (patch) => {
      if (note(patch)) nextFrame(tell);
    },
    /** The same for who is inside a frame already: all is drawn in this one, not in the next. */
    setNow: (patch) => {
      note(patch);
      tell();
    },
    /** Call `listener(state, changed keys)` after changes; at once with all keys if `now`. */
    follow: (listener, now = false) => {
      listeners.push(listener);
      if (now) listener(state, new Set(Object.keys(state)));
    },
    /** The same for what can wait in a run of steps until they rest. */
    followAtRest: (listener, now = false) => {
      const waiting = makeResting(listener, () => state);
      listeners.push(waiting.follow);
      resting.push(waiting.settle);
      if (now) listener(state, new Set(Object.keys(state)));
    },
    /** Tell now whoever waits, as what they have drawn is to be read. */
    settle: () => {
      for (const settle of resting) settle();
    },
  };
};
