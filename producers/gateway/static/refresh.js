// Asks the gateway how things stand, and the device what waits.

import { byId, drawEntries, drawGatherings, drawRejections, showDoor, showNetwork, trouble } from "/draw.js";
import { KeyRefused, Unreachable, getGathering, getGatherings, getRejections } from "/gateway.js";
import { allEntries, changeEntries, putSetting } from "/keep.js";
import { state, who } from "/state.js";
import { text } from "/texts.js";

// Gives what the gateway answered, or null where it could not be asked; says which of the two it was.
export async function asked(question) {
  try {
    const { status, content } = await question();
    state.reachable = true;
    showNetwork();
    if (status < 500) trouble("");
    if (status === 503) trouble(text("serverTrouble"));
    return content;
  } catch (error) {
    if (error instanceof KeyRefused) { trouble(error.message); return null; }
    if (!(error instanceof Unreachable)) throw error;
    state.reachable = false;
    showNetwork();
    return null;
  }
}

export async function refreshGatherings() {
  const found = await asked(() => getGatherings(who()));
  if (!found?.gatherings) return;
  state.gatherings = found.gatherings;
  state.nextPage = found.next;
  await putSetting("gatherings", found.gatherings);
  drawGatherings();
}

// Adds the next page to the list; the first new choice is focused.
export async function moreGatherings() {
  const found = await asked(() => getGatherings(who(), state.nextPage));
  if (!found?.gatherings) return;
  const before = state.gatherings.length;
  state.gatherings = [...state.gatherings, ...found.gatherings];
  state.nextPage = found.next;
  drawGatherings();
  byId("gatherings").children[before]?.querySelector("button")?.focus();
}

export async function refreshLive() {
  if (!state.key || !state.gathering || document.hidden) return;
  const gathering = state.gathering;
  const began = Date.now();
  const found = await asked(() => getGathering(who(), gathering));
  if (!found || state.gathering !== gathering) return;
  if (found.status === undefined || typeof found.status === "number") {
    if (found.status === 404) { state.live = null; state.liveAt = began; }
  } else {
    state.live = found;
    state.liveAt = began;
    if (Object.keys(found.name).length && JSON.stringify(found.name) !== JSON.stringify(state.gathering.name)) {
      Object.assign(state.gathering, { name: found.name, capacity: found.capacity });
      await putSetting("gathering", state.gathering);
    }
  }
  showDoor();
}

export async function refreshEntries() {
  state.entries = await allEntries();
  drawEntries();
  showDoor();
}

export async function refreshRejections() {
  if (!state.key) return;
  const found = await asked(() => getRejections(who()));
  if (!found?.rejections) return;
  const refused = new Map(found.rejections.map((one) => [`${one.source} ${one.id}`, one]));
  const of = (entry) => refused.get(`${entry.event.source} ${entry.id}`);
  // An entry that was sent again since then is judged by its last sending.
  const newer = (entry) => entry.sent && entry.sent > Date.parse(of(entry).received) + 60_000;
  await changeEntries((entry) => entry.state === "sent" && of(entry) && !newer(entry), (entry) => {
    const { reason, remedy } = of(entry);
    return { ...entry, state: "refused", reason, remedy };
  });
  state.rejections = [...found.rejections, ...(found.flags ?? [])];
  drawRejections();
  await refreshEntries();
}
