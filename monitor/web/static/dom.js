// Make elements, and change what they say only where it differs. Never from markup.

const SVG = "http://www.w3.org/2000/svg";

/** Make an HTML element; a key of `attributes` that starts with "on" is a listener. */
export function h(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** Make an SVG element. */
export function s(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

/** Let an element say something. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Set an attribute; null takes it away. */
export function mark(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

/** Show or hide an element. */
export function show(element, wanted) {
  if (element.hidden === wanted) element.hidden = !wanted;
}

/** Make a list of rows as long as `items`, and let `update` fill each. */
export function rows(list, items, make, update) {
  while (list.children.length > items.length) list.lastChild.remove();
  while (list.children.length < items.length) list.append(make());
  items.forEach((item, place) => update(list.children[place], item));
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}
