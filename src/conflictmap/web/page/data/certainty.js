// How sure a state is, as the name of the texture that shows it. Knows no canvas.

/**
 * How a state is filled. Solid is assessed and sure; pale is the baseline; dots are of low confidence;
 * marks of one colour are parts of a township whose seat is not assessed, the same on a colour are others' parts beside the seat's holder; stripes are contested by two; thin lines are besieged; bars are shared by agreement; squares are split; crossed lines in
 * two colours, which no state has, are either of two states: the day on which one became the other is not known.
 */
export const textureOf = (state, confidence) => {
  if (state === "unknown" || state === "not_assessed") return "none";
  if (state === "partial") return "parts";
  if (state === "predominant") return "mostly";
  if (state === "baseline") return "pale";
  if (state === "contested") return "stripes";
  if (state === "split") return "split";
  if (state === "besieged") return "ring";
  if (state === "mixed") return "bars";
  if (state === "vacated") return "left";
  return confidence === "low" ? "dots" : "solid";
};

/** Whether a texture shows the colour of another than the holder too. */
export const isOfTwo = (texture) => ["stripes", "ring", "bars", "split", "parts", "mostly"].includes(texture);
