// The one state of the page. Whoever draws is told once a frame what has changed.

/**
 * @template {object} State
 * @param {State} initial
 * @param {(run: () => void) => unknown} nextFrame requestAnimationFrame, or what a test puts in its place
 */
export const makeStore = (initial, nextFrame) => {
  let state = Object.freeze({ ...initial });
  let waiting = null;
  const listeners = [];

  const tell = () => {
    const changed = waiting;
    waiting = null;
    for (const listener of listeners) listener(state, changed);
  };

  return {
    get: () => state,
    /** Change some keys. Values that are the same as before are no change. */
    set: (patch) => {
      const fresh = Object.keys(patch).filter((key) => patch[key] !== state[key]);
      if (fresh.length === 0) return;
      state = Object.freeze({ ...state, ...patch });
      const asked = waiting !== null;
      waiting ??= new Set();
      for (const key of fresh) waiting.add(key);
      if (!asked) nextFrame(tell);
    },
    /** Call `listener(state, changed keys)` after changes; at once with all keys if `now`. */
    follow: (listener, now = false) => {
      listeners.push(listener);
      if (now) listener(state, new Set(Object.keys(state)));
    },
  };
};
