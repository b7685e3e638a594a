// Beside the phone: the level and what raised it, the answers to leap back to, advice, facts, and what is wrong in the files.

import { fill, LEVELS, make, place, shape } from "./elements.js";

const at = (id) => document.getElementById(id);
const STATES = { open: "asked now", skipped: "not asked", carried: "carried over" };
const PRESSED = {
  ".q.back": "Back",
  ".q.why": "Why we ask",
  ".q.slip": "That was a slip",
  ".q.neither": "Neither of these names",
  ".c.accept": "Yes, please write",
  ".c.decline": "No, do not write",
  ".c.begin": "The check-in begins",
  ".c.stop": "Stop writing to me",
  "~": "Time passed",
};

export function drawProblems(problems, usable) {
  at("problems").hidden = !problems.length;
  at("problems-title").textContent = problems.length === 1 ? "1 problem in what was saved" : `${problems.length} problems in what was saved`;
  at("problem-note").textContent = usable ? "You are trying the last version that loads. The bot would not run what has problems." : "As soon as the files load, the flow begins here.";
  fill("problem-list", problems.map((problem) => make("li", {}, make("code", {}, problem.place), " ", problem.message)));
}

/** `back` and `change` are called with a move of the trail. */
export function drawInspector(trial, { back, change }) {
  const inspection = trial.inspection;
  drawLevel(inspection);
  fill("raises", inspection?.raises.length ? make("ul", { className: "plain" }, inspection.raises.map(raise)) : nothing("Nothing has raised the level."));
  fill("trail", trial.trail.length ? make("ol", { className: "plain" }, trial.trail.map((made) => step(made, back, change))) : nothing("No answers yet."));
  at("advice-card").hidden = !inspection?.advice.length;
  fill("advice", make("ul", { className: "plain" }, (inspection?.advice ?? []).map((given) => make("li", {}, make("p", {}, unmarked(given.text)), place(given.at)))));
  fill("facts", inspection?.facts.length ? factTable(inspection.facts) : nothing("None."));
  drawCheckIn(trial.check_in);
}

function drawLevel(inspection) {
  const level = inspection?.level;
  at("level-title").textContent = level?.concluded ? "Level at the end" : "Level so far";
  fill("ladder", Object.entries(LEVELS).map(([urgency, word]) => rung(urgency, word, urgency === level?.urgency)));
  at("called").textContent = level ? told(level, inspection.flow) : "Nothing is being asked.";
  fill("question", inspection?.question ? place(inspection.question) : []);
  const news = level ? `${at("level-title").textContent}: ${LEVELS[level.urgency]}` : "";
  if (at("announcer").textContent !== news) at("announcer").textContent = news;
}

function rung(urgency, word, reached) {
  const element = make("li", { className: urgency }, shape(urgency, { spoken: false }), word);
  if (reached) element.setAttribute("aria-current", "true");
  return element;
}

function told(level, flow) {
  const words = `${level.called[0].toUpperCase()}${level.called.slice(1)}.`;
  const where = level.concluded ? `The end of ${flow}, after ${level.number} questions.` : `Question ${level.number} of about ${level.about} in ${flow}.`;
  return `${words} ${where}`;
}

function raise(raised) {
  const more = [raised.cause && `cause: ${raised.cause}`, raised.sources.join("; ")].filter(Boolean).join(" · ");
  return make(
    "li",
    { className: "raise" },
    make("p", { className: "because" }, shape(raised.urgency), raised.because),
    more ? make("p", { className: "quiet" }, more) : null,
    raised.at ? place(raised.at) : make("p", { className: "quiet" }, "Told earlier and taken back. It still counts."),
  );
}

function step(made, back, change) {
  if (made.kind !== "Answered") return make("li", { className: "aside" }, make("span", { className: "quiet" }, aside(made)), undo(made, back));
  const fits = { yes: "", waits: "waits for its question", no: "fits no more" }[made.counts];
  const answer = made.labels.join("; ") || made.move;
  const row = make("button", { type: "button", className: "leap", onclick: () => back(made) });
  row.append(
    make("span", { className: "unseen" }, "Back to: "),
    make("span", { className: "asked" }, made.question || made.move),
    make("span", { className: "answer" }, made.urgency ? shape(made.urgency) : "", answer),
  );
  if (fits) row.append(make("span", { className: "fits" }, fits));
  const only = make("button", { type: "button", className: "only", onclick: () => change(made) }, "Change");
  only.setAttribute("aria-label", `Change only this answer: ${made.question || made.move}`);
  return make("li", { className: made.counts }, row, only);
}

function aside(made) {
  if (made.kind === "Wrote") return `Wrote: ${made.move.slice(1)}`;
  return PRESSED[made.move] ?? `Tapped: ${made.move.slice(1)}`;
}

function undo(made, back) {
  const button = make("button", { type: "button", className: "only", onclick: () => back(made) }, "Undo");
  button.setAttribute("aria-label", `Undo from here: ${aside(made)}`);
  return button;
}

function factTable(facts) {
  const head = ["Question", "Answer", "Written at"].map((title) => make("th", { scope: "col" }, title));
  const rows = facts.map((fact) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, fact.key),
      make("td", { className: `fact-${fact.state}` }, value(fact)),
      make("td", {}, make("code", { className: "mark" }, fact.mark)),
    ),
  );
  return make("table", {}, make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows));
}

function value(fact) {
  if (fact.state === "open" || fact.state === "skipped") return STATES[fact.state];
  const options = fact.options.join(", ") || "none";
  return fact.state === "carried" ? `${options} (${STATES.carried})` : options;
}

function drawCheckIn(coming) {
  at("check-in").hidden = !coming;
  if (!coming) return;
  const what = `${coming.flow}, round ${coming.round}`;
  const when = { offered: "is offered. Answer in the phone.", waiting: `comes ${coming.when}.`, invited: `was begun by the bot. It asks once more ${coming.when}.`, nudged: "was asked for twice. The bot lets go now." };
  at("check-in-told").textContent = `${what}: ${coming.stage === "invited" && !coming.when ? "the bot has written." : when[coming.stage]}`;
  at("wait").hidden = !coming.when;
}

const nothing = (text) => make("p", { className: "quiet" }, text);
const unmarked = (text) => text.replaceAll("**", "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
