// Which evening it is: what is over, what is still open from yesterday, and when doors close by themselves.

import { now } from "/clock.js";
import { mine, numbers, state } from "/state.js";
import { dayOf } from "/texts.js";

const HOUR = 3600 * 1000;

// So long after the planned end, and after the last that happened, the doors count as closed.
export const GRACE = HOUR;

// Gives when the doors close by themselves, or null where no end is planned or they are not open.
export function closesAt() {
  const ends = state.live?.ends ?? state.gathering?.ends;
  const current = numbers();
  if (!ends || current.status !== "open") return null;
  const last = mine().filter((entry) => entry.name === "check-in").map((entry) => Date.parse(entry.event.time));
  const quarters = (state.live?.arrivals ?? []).map((one) => Date.parse(one.quarter) + HOUR / 4);
  return [Date.parse(ends), current.changedAt ?? 0, ...last, ...quarters].reduce((one, other) => Math.max(one, other)) + GRACE;
}

// Gives the instant that the chosen gathering belongs to, or null where none is known.
export function eveningOf(gathering) {
  if (gathering.starts) return Date.parse(gathering.starts);
  return gathering.day ? Date.parse(`${gathering.day}T12:00:00Z`) : gathering.chosen ?? null;
}

// Whether a gathering's evening was before today; a night that goes on past midnight is over at six, or by its plan.
export function isOver(gathering) {
  const evening = eveningOf(gathering);
  if (evening === null || dayOf(evening) >= dayOf(now())) return false;
  return gathering.ends ? now() > Date.parse(gathering.ends) + GRACE : dayOf(evening) < dayOf(now() - 6 * HOUR);
}

// Today's first, then what is still open from before; each in the order in which it begins.
export function inOrder(gatherings) {
  return [...gatherings].sort((one, other) => Number(isOver(one)) - Number(isOver(other))
    || (eveningOf(one) ?? Infinity) - (eveningOf(other) ?? Infinity) || 0);
}
