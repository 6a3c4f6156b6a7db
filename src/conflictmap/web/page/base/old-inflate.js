// Inflating for browsers that cannot (phones older than 2023); apart, so that nothing of it runs where they can.
export { inflateSync } from "fflate";
