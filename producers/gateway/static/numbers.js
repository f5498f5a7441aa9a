// The numbers of a gathering at this moment: what the gateway answered, and this device's entries that are not in it yet.

// Gives the sequence in an entry's id, which is its device, a dash, and the sequence.
export const sequenceOf = (entry) => Number(entry.id.slice(entry.id.lastIndexOf("-") + 1));

const within = (spans, sequence) => (spans ?? []).some(([first, last]) => first <= sequence && sequence <= last);

// Whether the numbers of an answer contain an entry of this device.
export const contained = (live, entry) => within(live?.contains, sequenceOf(entry));

const sum = (values) => values.reduce((total, value) => total + value, 0);

const latest = (events) => events.reduce((last, one) => (!last || one.time > last.time || (one.time === last.time && one.people > last.people) ? one : last), null);

const timeOf = (entry) => Date.parse(entry.event.time);

// What an entry says by now, where it was corrected.
const dataOf = (entry) => entry.now ?? entry.event.data;

// How much an entry changes the number of people inside.
const difference = (entry) => (entry.name === "check-in" ? (entry.event.data.direction === "entry" ? 1 : -1) : 0);

// `live` is the gateway's last answer or null, asked for at `asked`, `entries` are this device's of the same gathering.
// Unknown is null, not 0.
export function numbersNow(live, entries, asked = null) {
  const alive = entries.filter((entry) => entry.state === "waiting" || entry.state === "sent");
  const undone = new Set(alive.filter((entry) => entry.name === "retraction").map((entry) => entry.retracts));
  const told = alive.filter((entry) => !["retraction", "correction"].includes(entry.name));
  const known = (entry) => contained(live, entry);
  const goneThere = (entry) => within(live?.taken_back, sequenceOf(entry));
  // What the answer has of an entry that was corrected since, and what was said last.
  const corrections = alive.filter((entry) => entry.name === "correction" && !(entry.state === "sent" && entry.sent <= asked));
  const missed = (entry) => corrections.filter((one) => one.corrects === entry.id).length;
  const saidThere = (entry) => (missed(entry) ? entry.before[Math.max(0, entry.before.length - missed(entry))] : dataOf(entry));
  const mended = corrections.length ? told.filter((entry) => known(entry) && !goneThere(entry) && !undone.has(entry.id) && missed(entry)) : [];
  const by = (entry, field) => (dataOf(entry)[field] ?? 0) - (saidThere(entry)[field] ?? 0);
  const more = told.filter((entry) => !known(entry) && !undone.has(entry.id) && !entry.undone);
  const less = told.filter((entry) => known(entry) && !goneThere(entry) && undone.has(entry.id));
  const here = told.filter((entry) => !undone.has(entry.id) && !entry.undone && !goneThere(entry));
  const gone = new Set(less.map((entry) => entry.id));
  const changed = (of) => sum(more.map(of)) - sum(less.map(of));
  const after = (time, of) => (entry) => (timeOf(entry) > time ? of(entry) : 0);
  const headCounts = [
    ...(live?.head_counts ?? []).filter((one) => !gone.has(one.id))
      .map((one) => ({ ...one, people: one.people + sum(mended.filter((entry) => entry.id === one.id).map((entry) => by(entry, "people"))) }))
      .map((one) => ({ ...one, inside: one.people + one.since + changed(after(one.time, difference)) })),
    ...more.filter((entry) => entry.name === "head-count").map((entry) => ({
      time: timeOf(entry), people: dataOf(entry).people,
      inside: dataOf(entry).people + sum(here.map(after(timeOf(entry), difference))),
    })),
  ];
  const doors = [
    ...(live?.doors ?? []).filter((one) => !gone.has(one.id)),
    ...more.filter((entry) => /^gathering-(opened|closed)$/.test(entry.name)).map((entry) => ({ time: timeOf(entry), event: entry.name })),
  ];
  const lastCount = latest(headCounts);
  const lastDoor = latest(doors);
  const cameNow = (direction) => (entry) => Number(entry.name === "check-in" && entry.event.data.direction === direction);
  const arrived = (live?.entries ?? 0) + changed(cameNow("entry"));
  const left = (live?.exits ?? 0) + changed(cameNow("exit"));
  const balance = lastCount ? lastCount.inside : (live?.balance ?? 0) + changed(difference);
  const status = live?.status === "cancelled" ? "cancelled"
    : lastDoor ? (lastDoor.event === "gathering-opened" ? "open" : "closed")
      : live?.doors?.length ? "unplanned" : (live?.status ?? "unplanned");
  const over = status === "closed" || status === "cancelled";
  const isGroup = (entry) => entry.name === "group-visit";
  return {
    status,
    changedAt: lastDoor?.time ?? null,
    balance,
    inside: arrived + left > 0 || lastCount ? (over ? 0 : Math.max(0, balance)) : null,
    entries: arrived,
    exits: left,
    accompanied: (live?.accompanied ?? 0) + changed((entry) => (entry.name === "check-in" ? entry.event.data.accompanied_by ?? 0 : 0)),
    groups: (live?.groups ?? 0) + changed((entry) => Number(isGroup(entry))),
    people: (live?.people_in_groups ?? 0) + sum(more.filter(isGroup).map((entry) => dataOf(entry).people))
      - sum(less.filter(isGroup).map((entry) => saidThere(entry).people)) + sum(mended.filter(isGroup).map((entry) => by(entry, "people"))),
    waiting: alive.filter((entry) => entry.state === "waiting").length,
  };
}
