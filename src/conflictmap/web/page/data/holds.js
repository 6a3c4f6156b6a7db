// What a page was made to hold: one made of some layers only has no data of the others, and says nothing of them.

const holdsOne = (...layers) => ({ layers: held }) => layers.some((layer) => held.includes(layer));

/** Whether who holds what is in the page. */
export const holdsControl = holdsOne("control", "contested");

/** Whether events are in the page. */
export const holdsEvents = holdsOne("events", "density", "areas");
