// Entries: CloudEvents made on the device, with ids of its own, each in a state: waiting, sent, refused, undone.

import { now, stamp, timesOf } from "/clock.js";
import { addEntries, changeEntries } from "/keep.js";
import { coversSource, sourceOf, state } from "/state.js";

const TYPE = (programme, name) => `fi.hel.engagement.${programme}.${name}.v1`;

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const AMENDING = new Set(["retraction", "correction"]);

// The queue gives an entry its id when it is added.
function newEntry({ gathering, source }, name, data, group, more = {}, at = null) {
  const moment = at === null ? stamp() : { made: new Date(at).toISOString(), offset: 0 };
  return {
    group, name, state: "waiting", tried: false, ...moment,
    event: {
      specversion: "1.0", source, type: TYPE(gathering.programme, name), subject: gathering.gathering, ...timesOf(moment),
      datacontenttype: "application/json", data,
    },
    ...more,
  };
}

// Records people who came in or went out; `people` are the data of one check-in each. Gives the entries.
export function record(place, people) {
  const group = newId();
  return addEntries(people.map((data) => newEntry(place, "check-in", data, group)));
}

// Records anything else that happened: a head count, the doors opened or closed.
// `at` is the true instant of what was not entered when it happened.
// `more` is kept with the entry on the device, and not sent.
export const recordOther = (place, name, data, at = null, more = {}) => addEntries([newEntry(place, name, data, newId(), more, at)]);

// Records several that belong together, each a name and its data, in their order.
export const recordTogether = (place, named, more = {}) => {
  const group = newId();
  return addEntries(named.map(([name, data]) => newEntry(place, name, data, group, more)));
};

// Whether an entry may go with the key of this moment. An event is known by its source and id: what may have been taken
// under a source that the key does not cover would count twice under another one, and an amendment would amend nothing.
export const mayGo = (entry) => coversSource(entry.event.source) || (!entry.tried && !AMENDING.has(entry.name));

// Whether the door may undo an entry: made at the door, and of a source that the key covers or never sent.
export const undoable = (entry) => ["waiting", "sent"].includes(entry.state) && !entry.undone && !AMENDING.has(entry.name)
  && !entry.desk && !entry.kiosk && mayGo(entry);

// Undoes entries: one that was never sent is simply not sent; for any other a retraction follows it.
export function undo(numbers, reason = "mistake") {
  return changeEntries(numbers, (entry, add) => {
    if (!["waiting", "sent"].includes(entry.state) || entry.undone || AMENDING.has(entry.name)) return undefined;
    if (entry.state === "waiting" && !entry.tried) return withoutCard({ ...entry, state: "undone", undone: true });
    add(amendment(entry, "retraction", { retracts: entry.id, event: entry.name, reason }, { retracts: entry.id }));
    return { ...entry, undone: true };
  });
}

// Gives what amends an entry. Its revision rises with time, and is above any that is counted.
function amendment(entry, name, data, more) {
  const gathering = { programme: entry.event.type.split(".")[3], gathering: gatheringOf(entry) };
  const made = newEntry({ gathering, source: entry.event.source }, name, data, newId(), { desk: entry.desk, ...more });
  made.event.revision = Math.round(now());
  return made;
}

// What an entry says by now: a correction replaces what was sent first.
export const saidNow = (entry) => entry.now ?? entry.event.data;

// The gathering that an entry is of by now: a correction may have moved it.
export const gatheringOf = (entry) => entry.moved ?? entry.event.subject;

// Changes what an entry says: in place where the gateway never had it or refused it, else by a correction that follows it.
// Where it belongs to another `gathering` then, it moves there: a correction stands at the new one, and holds wherever it stands.
export const correct = (number, data, gathering = null) =>
  changeEntries([number], (entry, add) => {
    if (entry.undone || AMENDING.has(entry.name)) return undefined;
    const before = [...(entry.before ?? []), saidNow(entry)];
    if (entry.state === "refused" || (entry.state === "waiting" && !entry.tried)) {
      const cleared = { state: "waiting", reason: undefined, remedy: undefined, field: undefined };
      return { ...entry, ...cleared, before, event: { ...entry.event, subject: gathering ?? entry.event.subject, data } };
    }
    const replacement = { event: entry.name, time: entry.event.time, data };
    const moved = gathering ?? gatheringOf(entry);
    add(amendment({ ...entry, moved }, "correction", { corrects: entry.id, replacement }, { corrects: entry.id }));
    return { ...entry, before, now: data, moved };
  });

// The card's number stays on the device only until the gateway has turned it into a pseudonym.
export function withoutCard(entry) {
  if (!entry.event.data.card) return entry;
  const { card, ...data } = entry.event.data;
  return { ...entry, event: { ...entry.event, data } };
}

const underOwnSource = (event) => (coversSource(event.source) ? event : { ...event, source: sourceOf(state.scope, state.device) });

// Marks entries as sent for the first time: from here on the gateway may have them, and their source and times stay.
export const sendFirst = (numbers) =>
  changeEntries(numbers, (entry) => {
    if (entry.state !== "waiting") return undefined;
    if (!entry.tried) return { ...entry, tried: true, triedAt: now(), event: { ...underOwnSource(entry.event), ...timesOf(entry) } };
    return { ...entry, triedAt: now() };
  });

// Puts entries that were certainly never taken back to those that were never sent.
export const setFree = (numbers) =>
  changeEntries(numbers, (entry) => (entry.state === "waiting" ? { ...entry, tried: false } : undefined));

// Puts refused entries back into the queue; where a time was wrong it is corrected by what the device knows by now.
export const resend = (numbers) =>
  changeEntries(numbers, (entry) => {
    if (entry.state !== "refused") return undefined;
    const wrongTime = ["in-the-future", "too-late"].includes(entry.reason);
    const times = wrongTime ? timesOf(entry) : {};
    return { ...entry, state: "waiting", reason: undefined, remedy: undefined, field: undefined, event: { ...entry.event, ...times } };
  });
