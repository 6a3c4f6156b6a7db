// The two things of jQuery that folium's popups and tooltips call, so that they work on a map without it.

/** `$("<div>...</div>")[0]` is the element; `$(document).ready(run)` runs. */
export const dollar = (what) =>
  typeof what === "string" ? new DOMParser().parseFromString(what, "text/html").body.children : { ready: (run) => run() };
