// Building elements. Every text goes through textContent or text nodes, never through markup.

/** An element; attributes that are null, undefined or false are left out. */
export function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** An element with the interface's own words, inside a message that may be in another language. */
export const ours = (name, attributes, ...children) => make(name, { lang: document.documentElement.lang, ...attributes }, ...children);

/** A plain button that calls `act` when pressed. */
export function button(text, act, attributes = {}) {
  const node = make("button", { type: "button", ...attributes }, text);
  node.addEventListener("click", act);
  return node;
}

/** Marks the given Swedish words, wherever they stand in an element, as Swedish: they are read aloud as such. */
export function markSwedish(node, words) {
  if (!words?.length) return node;
  const any = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|");
  const pattern = new RegExp(`(?<![\\p{L}\\d])(${any})(?![\\p{L}\\d])`, "u");
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (pattern.test(walker.currentNode.data)) found.push(walker.currentNode);
  for (const text of found) {
    // In an element of their own the parts stay one line of text, also where their parent lays its children out.
    text.replaceWith(make("span", {}, ...text.data.split(pattern).map(
      (part, index) => (index % 2 ? make("span", { class: "swedish", lang: "sv" }, part) : part))));
  }
  return node;
}

/** Paragraphs of a plain text; an empty line parts them. Lines after one that ends with a colon are a list. */
export function paragraphs(text) {
  return String(text ?? "").split(/\n\s*\n/).filter((part) => part.trim()).flatMap((part) => {
    const [first, ...rest] = part.trim().split("\n");
    if (rest.length < 2 || !first.trim().endsWith(":")) return [make("p", {}, part.trim())];
    return [make("p", {}, first), make("ul", { class: "points" }, ...rest.map((line) => make("li", {}, line)))];
  });
}

const SHAPES = {
  close: "M6 6l12 12M18 6 6 18",
  phone: "M6.6 3.5 9.3 8 7.4 10c1 2.6 3.3 5 6.4 6.5l2-1.9 4.7 2.6-.6 3.2c-9 .7-17-8-16.4-16.3z",
  say: "M4 4.5h16v11h-9l-4.5 4v-4H4z",
  avoid: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M5.8 18.2 18.2 5.8",
  notice: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5.5M12 7.4v.2",
  alarm: "M12 3.5 22 20.5H2zM12 10v5M12 17.6v.2",
  plan: "M6 2.5h12v19H6zM9 8h6M9 12h6M9 16h4",
};

/** A decorative line drawing. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" })) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}
