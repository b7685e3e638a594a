// The phone: messages with their buttons. A message that did not change is left alone, so that only news is read out.

import { make } from "./elements.js";

const chat = document.getElementById("chat");
const drawn = new Map(); // key of a message -> what it said, and its element

/** Show these messages; `tap` is called with what a tapped button carries. */
export function drawPhone(messages, tap) {
  const held = heldButton();
  const first = drawn.size === 0;
  const keys = new Set(messages.map((message) => message.key));
  for (const [key, { element }] of drawn) {
    if (keys.has(key)) continue;
    element.remove();
    drawn.delete(key);
  }
  const news = messages.filter((message, index) => draw(message, index, tap));
  if (news.length) reveal(drawn.get(news.at(first ? -1 : 0).key).element);
  keepFocus(held);
}

/** Draw one message at its place; whether it was not there before. */
function draw(message, index, tap) {
  const known = drawn.get(message.key);
  const said = JSON.stringify(message);
  const element = known?.said === said ? known.element : bubble(message, tap);
  if (known && known.element !== element) known.element.replaceWith(element);
  if (chat.children[index] !== element) chat.insertBefore(element, chat.children[index] ?? null);
  drawn.set(message.key, { said, element });
  return !known;
}

/** Put the focus on the last message that asks something. */
export function focusQuestion() {
  const asking = [...chat.querySelectorAll("article")].filter((element) => element.querySelector("button"));
  (asking.at(-1) ?? chat.lastElementChild ?? chat).focus({ preventScroll: true });
}

function bubble(message, tap) {
  const mine = message.kind === "mine";
  const file = message.document ? [make("p", { className: "file" }, message.document)] : [];
  const content = message.content ? [make("pre", { tabIndex: 0 }, message.content)] : [];
  return make(
    "article",
    { className: `message ${message.kind}`, tabIndex: -1, "aria-label": mine ? "You wrote" : "Checkback" },
    make("div", { className: "said" }, text(message.blocks), file, content),
    message.rows.map((row) => make("div", { className: "row" }, row.map((button) => key(button, tap)))),
  );
}

function key(button, tap) {
  const verb = button.data.split(".").at(-1);
  const element = make("button", { type: "button", onclick: () => tap(button.data) }, button.label);
  element.dataset.verb = verb.replace(/^[+-]/, "");
  if (/^[+-]/.test(verb)) element.setAttribute("aria-pressed", String(verb.startsWith("-")));
  return element;
}

/** Paragraphs, and lists of the items that follow each other. */
function text(blocks) {
  const elements = [];
  for (const block of blocks) {
    const apart = block.apart ? "apart" : "";
    if (!block.depth) {
      elements.push(make("p", { className: apart }, block.spans.map(span)));
      continue;
    }
    if (block.apart || elements.at(-1)?.tagName !== "UL") elements.push(make("ul", { className: apart }));
    const marker = make("span", { className: "marker", "aria-hidden": "true" }, block.marker);
    elements.at(-1).append(make("li", { className: `depth-${block.depth}` }, marker, make("span", {}, block.spans.map(span))));
  }
  return elements;
}

function span({ text, bold, italic, href }) {
  let inner = text;
  if (italic) inner = make("em", {}, inner);
  if (bold) inner = make("strong", {}, inner);
  return href ? make("a", { href, target: "_blank", rel: "noopener noreferrer" }, inner) : inner;
}

/** A new message is read from its beginning, as on a phone. */
function reveal(element) {
  const bottom = chat.scrollHeight - chat.clientHeight;
  chat.scrollTo({ top: Math.min(element.offsetTop - 12, bottom) });
}

function heldButton() {
  const held = document.activeElement;
  return chat.contains(held) && held !== chat ? { verb: held.dataset?.verb, key: keyOf(held) } : null;
}

function keyOf(element) {
  for (const [key, known] of drawn) if (known.element.contains(element)) return key;
  return null;
}

/** Whoever was on a button stays on it when its box was ticked, and comes to the next question when that was answered. */
function keepFocus(held) {
  if (!held || chat.contains(document.activeElement)) return;
  const again = drawn.get(held.key)?.element.querySelectorAll("button") ?? [];
  const same = [...again].find((button) => button.dataset.verb === held.verb);
  if (same) same.focus({ preventScroll: true });
  else focusQuestion();
}
