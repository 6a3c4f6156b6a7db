// Elements without HTML text: whatever people wrote becomes a text node.

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

/** Put children in the place of what an element holds. */
export const fill = (element, ...children) => {
  element.replaceChildren();
  append(element, children);
  return element;
};

/** A link to a source: http and https only, and the reader's page is not told to it; other addresses are plain text. */
export const sourceLink = (address, text) => {
  const label = text || address;
  if (!/^https?:\/\/[^\s]+$/i.test(address)) return el("span", {}, label);
  return el("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, label);
};

/** Text with its language marked where it is Burmese, so that it is spoken and set rightly. */
export const burmese = (text) => el("span.my", { lang: "my" }, text);
