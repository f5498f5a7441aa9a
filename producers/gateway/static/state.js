// What the page knows now, and what follows from it.

import { difference } from "/entries.js";

export const GROUP_KINDS = ["school-class", "day-care", "family", "club", "other"];

export const BANDS = ["0-6", "7-12", "13-17", "18-29", "30-64", "65+"];

export const LIVE_MILLISECONDS = 5000;

// An entry shows in the gathering's numbers about a second after it was sent; until then it is added here.
export const SETTLED_MILLISECONDS = 2000;

export const state = {
  language: "en", key: null, scope: null, device: null, gathering: null, gatherings: [], nextPage: null, entries: [], live: null,
  liveAt: 0, band: "", group: 1, along: 0, family: new Map(), reachable: true, rejections: [],
};

export const who = () => ({ key: state.key, language: state.language });

export function sourceOf(scope, device) {
  const pattern = scope.sources.find((one) => one.endsWith("*")) ?? scope.sources[0];
  return pattern.endsWith("*") ? pattern.slice(0, -1) + device : pattern;
}

export const placeNow = () => ({ gathering: state.gathering, source: sourceOf(state.scope, state.device) });

export function covers(pattern, id) {
  return pattern.endsWith("*") ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}

export const allowed = (name) => !state.scope || state.scope.events.includes(name);

export function mine() {
  return state.entries.filter((entry) => state.gathering
    && entry.event.subject === state.gathering.gathering && entry.event.type.split(".")[3] === state.gathering.programme);
}

// Sums what the gathering's numbers do not have yet: entries that wait, and those that were sent a moment ago.
function unsettled(of) {
  const fresh = (entry) => entry.state === "waiting" || (entry.state === "sent" && entry.sent > state.liveAt - SETTLED_MILLISECONDS);
  const entries = mine();
  const byEvent = new Map(entries.map((entry) => [entry.id, entry]));
  let sum = 0;
  for (const entry of entries.filter(fresh)) {
    if (entry.name === "retraction" && byEvent.has(entry.retracts)) sum -= of(byEvent.get(entry.retracts));
    else sum += of(entry);
  }
  return sum;
}

export const unsettledInside = () => unsettled(difference);

// The groups that came and the people in them, as far as this device knows.
export function groupsNow() {
  const isGroup = (entry) => entry.name === "group-visit";
  return {
    groups: (state.live?.groups ?? 0) + unsettled((entry) => (isGroup(entry) ? 1 : 0)),
    people: (state.live?.people_in_groups ?? 0) + unsettled((entry) => (isGroup(entry) ? entry.event.data.people : 0)),
  };
}
