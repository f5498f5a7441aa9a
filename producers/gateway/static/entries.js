// Entries: CloudEvents made on the device, with ids of its own, each in a state: waiting, sent, refused, undone.

import { addEntries, changeEntries } from "/keep.js";

const TYPE = (programme, name) => `fi.hel.engagement.${programme}.${name}.v1`;

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function newEntry({ gathering, source }, name, data, group, more = {}) {
  const now = new Date().toISOString();
  const id = newId();
  return {
    id, group, name, state: "waiting", tried: false, made: now,
    event: {
      specversion: "1.0", id, source, type: TYPE(gathering.programme, name), subject: gathering.gathering, time: now,
      datacontenttype: "application/json", data,
    },
    ...more,
  };
}

// Records people who came in or went out; `people` are the data of one check-in each. Gives the entries.
export async function record(place, people) {
  const group = newId();
  const entries = people.map((data) => newEntry(place, "check-in", data, group));
  await addEntries(entries);
  return entries;
}

// Records anything else that happened: a head count, the doors opened or closed.
export async function recordOther(place, name, data) {
  const entry = newEntry(place, name, data, newId());
  await addEntries([entry]);
  return [entry];
}

// Undoes entries: one that was never sent is simply not sent; for any other a retraction follows it.
export function undo(picks) {
  return changeEntries(
    (entry) => picks(entry) && ["waiting", "sent"].includes(entry.state) && !entry.undone && entry.name !== "retraction",
    (entry, add) => {
      if (entry.state === "waiting" && !entry.tried) return withoutCard({ ...entry, state: "undone", undone: true });
      const place = {
        gathering: { programme: entry.event.type.split(".")[3], gathering: entry.event.subject }, source: entry.event.source,
      };
      const data = { retracts: entry.id, event: entry.name, reason: "mistake" };
      const retraction = newEntry(place, "retraction", data, newId(), { retracts: entry.id });
      retraction.event.revision = Date.now(); // rises with time, and is above any revision that is counted
      add(retraction);
      return { ...entry, undone: true };
    },
  );
}

// The card's number stays on the device only until the gateway has turned it into a pseudonym.
export function withoutCard(entry) {
  if (!entry.event.data.card) return entry;
  const { card, ...data } = entry.event.data;
  return { ...entry, event: { ...entry.event, data } };
}

// Puts a refused entry back into the queue; where its time was wrong it gets the time that the device now has.
export const resend = (id) =>
  changeEntries(
    (entry) => entry.id === id && entry.state === "refused",
    (entry) => {
      const wrongTime = ["in-the-future", "too-late"].includes(entry.reason);
      const time = wrongTime ? new Date().toISOString() : entry.event.time;
      return { ...entry, state: "waiting", reason: undefined, remedy: undefined, field: undefined, event: { ...entry.event, time } };
    },
  );

// How much an entry changes the number of people inside.
export function difference(entry) {
  if (entry.name !== "check-in") return 0;
  return entry.event.data.direction === "entry" ? 1 : -1;
}
