// The page's colours, and the forms of event types. Colour says who or what, form and texture say it again.

export const LAND = "#f1efe9";
export const SEA = "#dbe6ec";
export const BEYOND = "#e9e8e4"; // around the country where neither land nor sea is drawn
export const HOME = "#fbfaf6"; // Myanmar where nobody's control is known
export const INK = "#1b1b1a";
export const MARK = "#9a1b1e"; // what must not be overlooked
export const CHOSEN = "#0a58ca"; // the ring of the mark that was chosen

/** Event types in the order of meta.types (ACLED's): colour, and the form of a single event's mark. */
export const TYPE_STYLES = [
  { colour: "#c8102e", form: "circle" }, // Battles
  { colour: "#e57200", form: "star" }, // Explosions/Remote violence
  { colour: "#7b2d8b", form: "square" }, // Violence against civilians
  { colour: "#00796b", form: "triangle" }, // Protests
  { colour: "#8d6e00", form: "wedge" }, // Riots
  { colour: "#1f5fa8", form: "diamond" }, // Strategic developments
];

/** Where a side names no colour. */
export const NOBODY = "#9b9b94";

const POINTS = {
  square: [[-0.86, -0.86], [0.86, -0.86], [0.86, 0.86], [-0.86, 0.86]],
  diamond: [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]],
  triangle: [[0, -1.15], [1.1, 0.8], [-1.1, 0.8]],
  wedge: [[0, 1.15], [1.1, -0.8], [-1.1, -0.8]],
  star: Array.from({ length: 10 }, (_, place) => {
    const radius = place % 2 ? 0.58 : 1.3;
    const angle = (Math.PI * place) / 5 - Math.PI / 2;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  }),
};

/** Add a form of some radius to a context's path. */
export const formPath = (context, form, x, y, radius) => {
  context.beginPath();
  if (form === "circle") {
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  POINTS[form].forEach(([dx, dy], place) => {
    if (place === 0) context.moveTo(x + dx * radius, y + dy * radius);
    else context.lineTo(x + dx * radius, y + dy * radius);
  });
  context.closePath();
};

/** A colour #rrggbb with an opacity. */
export const withAlpha = (colour, alpha) => {
  const value = Number.parseInt(colour.slice(1), 16);
  return `rgba(${(value >> 16) & 255},${(value >> 8) & 255},${value & 255},${alpha})`;
};

/** A colour of the data, or grey where it is none: #rgb or #rrggbb only. */
export const safeColour = (text) => {
  if (/^#[0-9a-f]{6}$/i.test(text)) return text;
  if (/^#[0-9a-f]{3}$/i.test(text)) return `#${[...text.slice(1)].map((digit) => digit + digit).join("")}`;
  return NOBODY;
};
