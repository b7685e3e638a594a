// The address holds the whole conversation: `#lip_twitch/who=me/sudden=droop`. So Back, Forward, a reload and a bookmark work.

const escaped = (word) => encodeURI(word).replaceAll("/", "%2F").replaceAll("#", "%23").replaceAll("?", "%3F");

function plain(word) {
  try {
    return decodeURIComponent(word);
  } catch {
    return ""; // a mangled address: the word falls away
  }
}

/** The flow and the moves that the address names. */
export function here() {
  const [flow, ...moves] = location.hash.slice(1).split("/").map(plain);
  return { flow, moves: moves.filter(Boolean) };
}

/** Name them in the address: as a new place of the history, or instead of the present one. */
export function goTo(flow, moves, { anew }) {
  const hash = `#${[flow, ...moves].map(escaped).join("/")}`;
  if (hash === location.hash) return;
  if (anew) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
}
