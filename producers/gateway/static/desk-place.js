// What an entry belongs to: a gathering of today, or the day of a place that the key covers. Ids are made here, also offline.

import { getGatherings } from "/gateway.js";
import { dayAfter, today, weekOf } from "/desk-time.js";
import { aboutOf, nameOf } from "/show.js";
import { covers, sourceOf, state, who } from "/state.js";
import { text } from "/texts.js";

const MOST = 1_000; // gatherings in a list

const beginningOf = (pattern, programme) => {
  const beginning = pattern.slice(0, -1) || programme;
  return /[A-Za-z0-9]$/.test(beginning) ? `${beginning}:` : beginning;
};

// Gives all of today's gatherings, page after page, or null where the gateway does not answer.
export async function allGatherings(asked) {
  const found = [];
  let next = null;
  do {
    const page = await asked(() => getGatherings(who(), next));
    if (!page?.gatherings) return null;
    found.push(...page.gatherings);
    ({ next } = page);
  } while (next && found.length < MOST);
  return found;
}

// Gives the places that the key offers now: today's gatherings first, then the day of each place, by programme.
export function placesNow() {
  const scope = state.scope ?? { programmes: [], gatherings: [] };
  const known = state.gatherings.map((one) => ({ ...one, kind: "gathering" }));
  const days = scope.programmes.flatMap((programme) => scope.gatherings.map((pattern) => (pattern.endsWith("*")
    ? { kind: "day", programme, beginning: beginningOf(pattern, programme) }
    : { kind: "gathering", programme, gathering: pattern, name: {} })));
  const taken = new Set(known.map(placeId));
  return [...known, ...days.filter((one) => !taken.has(placeId(one)))];
}

export const placeId = (place) => `${place.programme}/${place.gathering ?? `${place.beginning}*`}`;

// Says which place it is: a gathering by its name, its day and its hours.
export const placeLabel = (place) => (place.kind === "day"
  ? `${text("dayOfPlace", { programme: text(place.programme) })} (${place.beginning}…)`
  : [nameOf(place, state.language), aboutOf(place)].filter(Boolean).join(" · "));

// Gives labels that nobody takes for one another: where two are alike, each has its id.
export function distinct(labels, ids) {
  return labels.map((label, place) => (labels.indexOf(label) !== labels.lastIndexOf(label) ? `${label} · ${ids[place]}` : label));
}

// Gives the places that the key offers now as a choice: each an id and its label.
export function placeOptions() {
  const places = placesNow();
  const labels = distinct(places.map(placeLabel), places.map((place) => place.gathering ?? place.beginning));
  return places.map((place, number) => [placeId(place), labels[number]]);
}

// Gives the beginning of the ids of a place's gatherings, which its periods have too.
export function beginningAt(place) {
  if (place.kind === "day") return place.beginning;
  const pattern = state.scope.gatherings.find((one) => one.endsWith("*") && covers(one, place.gathering));
  return pattern ? beginningOf(pattern, place.programme) : null;
}

const chance = () => Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => (byte % 32).toString(32)).join("");

// Gives an id for a new gathering on a day; with `taken` one that is not in it, without one that nobody else makes.
export function newGathering(beginning, day, taken = null) {
  if (!taken) return `${beginning}${day}-${chance()}`;
  const free = (number) => (taken.has(`${beginning}${day}-${number}`) ? free(number + 1) : `${beginning}${day}-${number}`);
  return taken.has(`${beginning}${day}`) ? free(2) : `${beginning}${day}`;
}

// A period's part of an id: 2026-10, 2026-W44 or 2026-10-31.
const periodOf = ({ period, first_day }) => ({ month: first_day.slice(0, 7), week: weekOf(first_day), day: first_day })[period];

// Gives the gathering that an entry is of, and who sends it: what the queue calls its place.
export function placeOf(form, place, data, day = today()) {
  let { gathering } = place;
  const beginning = beginningAt(place);
  if (form.gathering === "period" && beginning) gathering = beginning + periodOf(data);
  else if (place.kind === "day") gathering = form.gathering === "own" ? newGathering(beginning, day) : beginning + day;
  return { gathering: { programme: place.programme, gathering }, source: sourceOf(state.scope, state.device) };
}

// Gives the gathering of an entry whose data change: one of a period goes with its period, any other stays where it is.
export function movedTo(form, gathering, before, data) {
  const old = form.gathering === "period" ? periodOf(before) : null;
  return old && gathering.endsWith(`:${old}`) ? gathering.slice(0, -old.length) + periodOf(data) : gathering;
}

// Gives the first day of the last whole period, which a total is usually of.
export function lastPeriod(period) {
  const day = today();
  if (period === "day") return day;
  if (period === "month") return `${dayAfter(`${day.slice(0, 7)}-01`, -1).slice(0, 7)}-01`;
  return dayAfter(day, -6 - ((new Date(`${day}T12:00:00Z`).getUTCDay() || 7)));
}
