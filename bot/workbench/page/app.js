// The workbench's page: what is tapped goes to the server with all moves so far, and what comes back is drawn.

import { goTo, here } from "./address.js";
import { fill, make } from "./elements.js";
import { drawInspector, drawProblems } from "./inspector.js";
import { drawPhone, focusQuestion } from "./phone.js";

const at = (id) => document.getElementById(id);
const GONE = "The server is gone. Start it again, and this page goes on.";
const asTheyAre = (moves) => moves;
let version = 0; // of the flows that were drawn last
let drawn = ""; // the conversation that was drawn last
let work = Promise.resolve(); // one request after the other: a quick second tap goes out with the moves of the first

/** Play the moves of the address, edited; then tap a button. anew: a new place of the browser's history. */
function play(edit = asTheyAre, options = {}) {
  work = work.then(() => played(edit, options)).catch(() => told(GONE, true));
}

async function played(edit, { flow = here().flow, tap = "", anew = true, focus = false }) {
  const body = JSON.stringify({ flow, moves: edit(here().moves), tap });
  const answer = await fetch("/play", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  if (!answer.ok) throw new Error(answer.statusText);
  draw(await answer.json(), anew);
  if (focus) focusQuestion();
}

function draw(view, anew) {
  const { trial, flows, problems } = view;
  drawProblems(problems, trial !== null);
  document.title = `${problems.length ? `(${problems.length}) ` : ""}Checkback workbench`;
  if (view.version !== version) told(version ? `Read again at ${new Date().toLocaleTimeString()}` : "Watching the files");
  version = view.version;
  if (!trial) return;
  goTo(trial.flow, trial.moves, { anew });
  drawFlows(flows, trial.flow);
  at("toast").textContent = trial.toast;
  if (JSON.stringify(trial) === drawn) return;
  drawn = JSON.stringify(trial);
  drawPhone(trial.messages, tap);
  drawInspector(trial, { back, change });
}

function drawFlows(flows, chosen) {
  fill("flow", flows.map((flow) => make("option", { value: flow.id, selected: flow.id === chosen }, `${flow.title}${flow.listed ? "" : " (not listed)"}`)));
  at("phone-flow").textContent = flows.find((flow) => flow.id === chosen).title;
}

const tap = (data) => play(asTheyAre, { tap: data });

/** Everything from this move on is undone; boxes that were ticked stand ticked, to be looked at again. */
const back = (made) => play((moves) => [...moves.slice(0, made.place), ...made.ticks], { focus: true });

/** This answer alone is given anew; what was answered after it stays, where it still fits. */
const change = (made) => play((moves) => [...moves.toSpliced(made.place, 1), ...made.ticks], { focus: true });

const begin = (options) => play(() => [], options);
const add = (move, options) => play((moves) => [...moves, move], options);

function told(text, wrong = false) {
  at("state").textContent = text;
  at("state").classList.toggle("wrong", wrong);
}

at("flow").addEventListener("change", (event) => begin({ flow: event.target.value }));
at("again").addEventListener("click", () => begin({ focus: true }));
at("wait").addEventListener("click", () => add("~", { focus: true }));
at("skip").addEventListener("click", (event) => {
  event.preventDefault(); // the address is the conversation's
  focusQuestion();
});
at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("words").value.trim();
  at("words").value = "";
  if (text) add(`:${text}`);
});
addEventListener("popstate", () => play(asTheyAre, { anew: false }));

const changes = new EventSource("/changes");
changes.onmessage = () => play(asTheyAre, { anew: false });
changes.onerror = () => told(GONE, true);
changes.onopen = () => told("Watching the files");
