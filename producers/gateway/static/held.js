// What waits under a source that the key no longer covers, and may have been taken: whether it was is found out, not guessed.
//
// The rule. An event counts once for its source and id, so an entry is sent under another source only when it is certain that
// it never arrived under the first. The gathering's numbers say which of the device's entries they contain, whatever the
// source. One that they contain has arrived. One that they lack has not, once they contain a later entry of the same
// gathering out of the database: Kafka keeps a gathering's events in order, and they are stored in that order. An entry
// that the gateway took longer ago than it remembers can be in its numbers only out of the database.

import { gatheringOf, mayGo, saidNow, withoutCard } from "/entries.js";
import { getGathering } from "/gateway.js";
import { allEntries, changeEntries } from "/keep.js";
import { now } from "/clock.js";
import { contained } from "/numbers.js";

const MINUTE = 60 * 1000;

// So long a request may still be on its way to Kafka after the device gave it up.
const UNDER_WAY = 5 * MINUTE;

// So long the gateway remembers what it took, with a minute more: from then on only the database has it.
const REMEMBERED = 16 * MINUTE;

const COUNTED = new Set(["check-in", "head-count", "group-visit", "gathering-opened", "gathering-closed"]);

// Gives the numbers of held entries that have arrived, and of those that never will; `asked` is when `live` was asked for.
export function judged(held, live, entries, asked) {
  const stored = entries.filter((entry) => entry.state === "sent" && !entry.undone && !entry.before // an amendment is newer
    && COUNTED.has(entry.name) && entry.sent + REMEMBERED < asked && contained(live, entry));
  const last = Math.max(-Infinity, ...stored.map((entry) => Date.parse(entry.event.time)));
  const counted = held.filter((entry) => COUNTED.has(entry.name));
  const arrived = counted.filter((entry) => contained(live, entry));
  const lost = counted.filter((entry) => !contained(live, entry) && (entry.triedAt ?? Infinity) + UNDER_WAY < last);
  return { arrived: arrived.map((entry) => entry.number), lost: lost.map((entry) => entry.number) };
}

const placeOf = (entry) => [entry.event.type.split(".")[3], entry.event.subject];

// Asks for each gathering of which entries are held what has arrived; gives the entries that were changed.
export async function settleHeld(who) {
  const entries = await allEntries();
  const held = entries.filter((entry) => entry.state === "waiting" && !mayGo(entry));
  const changed = [];
  const places = new Map(held.map((entry) => [`${placeOf(entry)}`, placeOf(entry)]));
  for (const [programme, gathering] of places.values()) {
    const here = entries.filter((entry) => `${placeOf(entry)}` === `${[programme, gathering]}`);
    const some = here.filter((entry) => held.includes(entry));
    const asked = now();
    const { status, content } = await getGathering(who, { programme, gathering }, some[0].id.slice(0, some[0].id.lastIndexOf("-")));
    if (status !== 200) continue;
    const { arrived, lost } = judged(some, content, here, asked);
    const ids = new Set(here.filter((entry) => lost.includes(entry.number)).map((entry) => entry.id));
    const amending = here.filter((entry) => ids.has(entry.retracts ?? entry.corrects)).map((entry) => entry.number);
    await changeEntries(some.filter((entry) => !entry.triedAt).map((entry) => entry.number), (entry) => ({ ...entry, triedAt: asked }));
    changed.push(...await changeEntries(arrived, (entry) => withoutCard({ ...entry, state: "sent", sent: asked })));
    changed.push(...await changeEntries(lost, asIfNew));
    changed.push(...await changeEntries(amending, (entry) => ({ ...entry, state: "undone", undone: true })));
  }
  return changed;
}

// What never arrived goes as it was amended meanwhile, or not at all.
function asIfNew(entry) {
  if (entry.undone) return withoutCard({ ...entry, state: "undone" });
  return { ...entry, tried: false, now: undefined, event: { ...entry.event, subject: gatheringOf(entry), data: saidNow(entry) } };
}
