// What can wait until the browser has nothing else to do.

/** Run something once for many calls. @param {() => void} run @returns {() => void} */
export const whenIdle = (run) => {
  let isAsked = false;
  const later = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 200));
  return () => {
    if (isAsked) return;
    isAsked = true;
    later(() => {
      isAsked = false;
      run();
    });
  };
};
