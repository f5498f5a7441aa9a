// The doors: closed by hand, by themselves, or the morning after.

import { byId, drawEntries, drawGatherings, show } from "/draw.js";
import { recordOther } from "/entries.js";
import { GRACE, closesAt, eveningOf, isOver } from "/evening.js";
import { now } from "/clock.js";
import { putSetting } from "/keep.js";
import { sendLater } from "/queue.js";
import { refreshLive } from "/refresh.js";
import { nameOf } from "/show.js";
import { allowed, mine, numbers, placeNow, state, taking } from "/state.js";
import { dayOf, dayText, text } from "/texts.js";

export async function closeDoors(at = null) {
  if (allowed("gathering-closed") && taking()) sendLater(await recordOther(placeNow(), "gathering-closed", {}, at));
}

// Closes the doors once the plan and its grace are over: as an event of that moment, so that all numbers know.
export async function closeWhenOver() {
  const at = state.gathering && !state.replacing ? closesAt() : null;
  if (at !== null && at <= now()) await closeDoors(at);
}

const today = () => dayOf(now());

// Whether the chosen evening is over and nobody has said today that it goes on.
const isLeft = () => Boolean(state.gathering) && isOver(state.gathering)
  && !(state.keptOld?.gathering === state.gathering.gathering && state.keptOld.day === today());

let asking = null;

// Asks in the morning what is to become of an evening that was left open, or may be: nobody could say. Gives whether the
// evening is over: then nothing is to be counted in it.
export async function askAboutYesterday() {
  if (!isLeft() || state.replacing) return false;
  if (document.documentElement.dataset.view !== "choose") show("choose");
  asking ??= decide().finally(() => { asking = null; });
  await asking;
  return true;
}

async function decide() {
  const gathering = state.gathering;
  if (!byId("old-evening").hidden) return;
  await refreshLive();
  await closeWhenOver();
  if (state.gathering !== gathering) return; // another one was chosen meanwhile
  const { status } = numbers();
  if (status === "open" || (state.liveAt === null && !["closed", "cancelled"].includes(status))) {
    byId("old-evening-words").textContent = text("oldEvening", { name: nameOf(gathering, state.language), day: dayText(eveningOf(gathering)) });
    byId("old-evening").hidden = false;
    return;
  }
  await leave();
}

async function leave() {
  state.gathering = null;
  await putSetting("gathering", null);
  drawGatherings();
  drawEntries();
}

export async function leaveYesterday(close) {
  byId("old-evening").hidden = true;
  if (!close) {
    state.keptOld = { gathering: state.gathering.gathering, day: today() };
    show("door");
    return;
  }
  const last = mine().filter((entry) => entry.name === "check-in").map((entry) => Date.parse(entry.event.time));
  const ends = state.gathering.ends && Date.parse(state.gathering.ends) + GRACE;
  await closeDoors([ends || now(), ...last.map((time) => time + 1)].reduce((one, other) => Math.max(one, other)));
  await leave();
}
