// A drawing context that makes SVG of what is drawn: small signs among text, which a browser paints with the text. A canvas
// for each would be a layer of its own, made and copied at every frame. It knows only what the signs use.

const SVG = "http://www.w3.org/2000/svg";
let patterns = 0; // of the page, as each has a name

const node = (name, attributes) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
};

/** A context whose drawing goes into a parent element. @param {Element} parent */
const contextIn = (parent) => {
  let path = "";
  let dashes = [];
  let moved = "";
  const put = (name, attributes) => {
    const element = node(name, moved ? { ...attributes, transform: moved } : attributes);
    parent.append(element);
    return element;
  };
  const lined = () => ({ fill: "none", stroke: context.strokeStyle, "stroke-width": context.lineWidth, "stroke-linecap": context.lineCap, "stroke-linejoin": context.lineJoin, ...(dashes.length ? { "stroke-dasharray": dashes.join(" ") } : {}) });
  const context = {
    fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, lineCap: "butt", lineJoin: "miter",
    beginPath: () => { path = ""; },
    moveTo: (x, y) => { path += `M${x} ${y}`; },
    lineTo: (x, y) => { path += `${path ? "L" : "M"}${x} ${y}`; },
    closePath: () => { path += "Z"; },
    arc: (x, y, radius, from, to) => {
      const at = (angle) => `${x + radius * Math.cos(angle)} ${y + radius * Math.sin(angle)}`;
      const half = (from + to) / 2; // in two parts, as one that ends where it begins is none
      path += `${path ? "L" : "M"}${at(from)}A${radius} ${radius} 0 0 1 ${at(half)}A${radius} ${radius} 0 0 1 ${at(to)}`;
    },
    setLineDash: (lengths) => { dashes = lengths; },
    fill: () => put("path", { d: path, fill: context.fillStyle }),
    stroke: () => put("path", { d: path, ...lined() }),
    fillRect: (x, y, width, height) => put("rect", { x, y, width, height, fill: context.fillStyle }),
    strokeRect: (x, y, width, height) => put("rect", { x, y, width, height, ...lined() }),
    translate: (x, y) => { moved += `translate(${x} ${y})`; },
    scale: (x, y) => { moved += `scale(${x} ${y})`; },
    /** A fill of tiles, each drawn by `draw(context, size)`. */
    tiled: (size, draw) => {
      patterns += 1;
      const pattern = node("pattern", { id: `cm-tile-${patterns}`, width: size, height: size, patternUnits: "userSpaceOnUse" });
      parent.append(pattern);
      draw(contextIn(pattern), size);
      return `url(#${pattern.id})`;
    },
  };
  return context;
};

/** An SVG element of some size in pixels, drawn by `draw(context)`; hidden from who hears the page, as words stand beside it. */
export const vector = (name, { width, height, draw }) => {
  const element = node("svg", { class: name, width, height, "aria-hidden": "true" });
  draw(contextIn(element));
  return element;
};
