// Elements without HTML text: whatever people wrote becomes a text node.

/** An element of the document that Python has laid out. */
export const byId = (id) => {
  const element = document.getElementById(id);
  if (!element) throw new Error(`element ${id} is not in this page: the file is cut short`);
  return element;
};

/** The drawing context of a canvas. @param {HTMLCanvasElement} canvas @param {CanvasRenderingContext2DSettings} [settings] of its first context */
export const contextOf = (canvas, settings) => {
  const context = canvas.getContext("2d", settings);
  if (!context) throw new Error("this browser draws no canvas: open the page in another one");
  return context;
};

/**
 * An element.
 * @param {string} tag "name.class.class"
 * @param {Record<string, any>} [attributes] `on` holds listeners; false, null and undefined are left out
 * @param {...(Node|string|number|null|undefined|false|Array<any>)} children
 * @returns {any} the element, of its own kind
 */
export const el = (tag, attributes = {}, ...children) => {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
    else if (key === "style") Object.assign(element.style, value);
    else if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, String(value));
  }
  append(element, children);
  return element;
};

const append = (element, children) => {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== null && child !== undefined && child !== false) {
      element.append(typeof child === "object" ? child : document.createTextNode(String(child)));
    }
  }
};

const CONTROLS = "button, select, input, summary, a";
const nameOf = (control) => [control.tagName, control.id || control.getAttribute("aria-label") || `${control.name ?? ""} ${control.value ?? ""}`.trim() || control.textContent].join();

/**
 * Put children in the place of what an element holds. A control that had the focus gives it to the one that takes its
 * place, by name or else by number: whoever uses the keyboard stays where they are.
 */
export const fill = (element, ...children) => {
  const active = document.activeElement;
  const held = element.contains(active) ? [...element.querySelectorAll(CONTROLS)].indexOf(active) : -1;
  const name = held < 0 ? "" : nameOf(active);
  element.replaceChildren();
  append(element, children);
  if (held < 0) return element;
  const fresh = [...element.querySelectorAll(CONTROLS)];
  const alike = fresh.filter((control) => nameOf(control) === name);
  (alike.includes(fresh[held]) ? fresh[held] : (alike[0] ?? fresh[held]))?.focus({ preventScroll: true });
  return element;
};

/** Write a text where it is another one: the same text, written again, is laid out and painted again. */
export const setText = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

/** A link to a source: http and https only, and the reader's page is not told to it; other addresses are plain text. */
export const sourceLink = (address, text) => {
  const label = text || address;
  if (!/^https?:\/\/[^\s]+$/i.test(address)) return el("span", {}, label);
  return el("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, label);
};

/** Links to a row's sources: names parted by |, addresses by "; " in the same order; a name without an address is plain text. */
export const sourceLinks = (addresses, names) => {
  const urls = (addresses ?? "").split("; ");
  return names.split("|").map((name, place) => [place ? ", " : null, sourceLink(urls[place] ?? "", name.trim())]);
};

/** What people wrote, as they wrote it, with its language: Burmese where it has a letter of that script, else English. */
export const quote = (text) => el(/[\u1000-\u109f]/.test(text) ? "span.my" : "span", { lang: /[\u1000-\u109f]/.test(text) ? "my" : "en" }, text);

/** Text with its language marked where it is Burmese, so that it is spoken and set rightly. */
export const burmese = (text) => el("span.my", { lang: "my" }, text);
