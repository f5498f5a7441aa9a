// What the page knows now, and what follows from it.

import { clockOffset } from "/clock.js";
import { numbersNow } from "/numbers.js";

export const GROUP_KINDS = ["school-class", "day-care", "family", "club", "other"];

export const BANDS = ["0-6", "7-12", "13-17", "18-29", "30-64", "65+"];

export const LIVE_MILLISECONDS = 1000;

// Others' entries that are older than this are in the number, or the page says that they are not.
export const CURRENT_MILLISECONDS = 2000;

export const state = {
  language: "en", key: null, scope: null, device: null, log: null, gathering: null, gatherings: [], nextPage: null, entries: [], live: null,
  liveAt: null, revoked: false, visitor: false, wanted: null, service: true, sound: true, vibration: true, leftHand: false, keptOld: null, saved: new Set(), replacing: false, band: "", group: 1, along: 0, family: new Map(), reachable: true, rejections: [],
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

// Whether the key of this moment may send events of a source.
export const coversSource = (source) => !state.scope || state.scope.sources.some((pattern) => covers(pattern, source));

export const allowed = (name) => !state.scope || state.scope.events.includes(name);

// Whether entries are taken: with a key that was refused they would only pile up.
export const taking = () => !state.revoked;

// Whether an entry is of the chosen gathering.
export const isHere = ({ event }) => Boolean(state.gathering)
  && event.subject === state.gathering.gathering && event.type.split(".")[3] === state.gathering.programme;

export const mine = () => state.entries.filter(isHere);

// The numbers as this device knows them: what it entered, or changed, itself is in them at once.
export const numbers = () => numbersNow(state.live, mine(), state.liveAt ? state.liveAt.time + (clockOffset() ?? 0) : null);

// Puts entries as the queue has them now into what the page knows.
export function remember(entries) {
  const places = new Map(state.entries.map((entry, place) => [entry.number, place]));
  for (const entry of entries) {
    if (places.has(entry.number)) state.entries[places.get(entry.number)] = entry;
    else state.entries.push(entry);
  }
}
