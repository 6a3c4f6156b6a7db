// Moves the day on by itself, so many days a second, until the range's last day.

const SPEEDS = [2, 7, 20, 60]; // days a second
const WHOLE = 40; // seconds: about so long the whole of a page plays at first

/** The speed that a page of so many days begins with. */
export const firstSpeed = (days) => SPEEDS.find((speed) => days / speed <= WHOLE * 1.25) ?? SPEEDS[SPEEDS.length - 1];

/**
 * @param {ReturnType<import("../state/store.js").makeStore>} store `playing` and `speed` are keys of its state
 * @param {(run: (time: number) => void) => number} nextFrame
 */
export const makePlayer = (store, nextFrame) => {
  let before = 0;
  let owed = 0; // days, with a part

  const step = (time) => {
    const state = store.get();
    if (!state.playing) return;
    owed += (Math.min(250, time - before) / 1000) * (state.speed ?? SPEEDS[0]);
    before = time;
    const whole = Math.floor(owed);
    owed -= whole;
    const day = Math.min(state.to, state.day + whole);
    store.setNow({ day, playing: day < state.to });
    nextFrame(step);
  };
  const play = () => {
    const { day, from, to } = store.get();
    owed = 0;
    store.set({ playing: true, day: day >= to ? from : day });
    nextFrame((time) => {
      before = time;
      step(time);
    });
  };
  const pause = () => store.set({ playing: false });
  return { play, pause, toggle: () => (store.get().playing ? pause() : play()), speeds: SPEEDS };
};
