// The range of days and the day in it, kept in order.

/** Keep range and day in order when one of them moves. */
export const moved = (state, which, day) => {
  if (which === "day") return { day: Math.max(state.from, Math.min(state.to, day)) };
  if (which === "from") return { from: Math.min(day, state.to), day: Math.max(state.day, Math.min(day, state.to)) };
  return { to: Math.max(day, state.from), day: Math.min(state.day, Math.max(day, state.from)) };
};
