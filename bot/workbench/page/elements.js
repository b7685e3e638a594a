// Elements, built without ever reading HTML; and how a level looks: a shape and a word, never a colour alone.

const SVG = "http://www.w3.org/2000/svg";

export const LEVELS = { self_care: "Self-care", routine: "Routine", urgent: "Urgent", emergency: "Emergency" };

/** An element with properties or attributes, and children: elements, text, or nothing. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== ""));
  return element;
}

/** The shape of a level, with its word for those who do not see it. */
export function shape(urgency, { spoken = true } = {}) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", `shape ${urgency}`);
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#${urgency}`);
  drawing.append(use);
  return spoken ? [drawing, make("span", { className: "unseen" }, `${LEVELS[urgency]}: `)] : [drawing];
}

const opened = new Set(); // marks whose lines are shown, from one drawing to the next

/** Where something is written; opened, it shows the lines. */
export function place({ mark, lines }) {
  if (!lines) return make("code", { className: "mark" }, mark);
  const details = make(
    "details",
    { className: "mark", open: opened.has(mark) },
    make("summary", {}, make("code", {}, mark)),
    make("pre", { tabIndex: 0 }, make("code", {}, lines)),
  );
  details.addEventListener("toggle", () => (details.open ? opened.add(mark) : opened.delete(mark)));
  return details;
}

/** Put these in the place of all that an element holds. Whoever was on the n-th thing in it stays on the n-th. */
export function fill(id, ...children) {
  const element = document.getElementById(id);
  const reached = () => [...element.querySelectorAll("button, summary, pre")];
  const held = reached().indexOf(document.activeElement);
  element.replaceChildren(...children.flat());
  if (held >= 0) reached()[held]?.focus({ preventScroll: true });
}
