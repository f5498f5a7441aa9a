// Asks the gateway how things stand, and the device what waits.

import { clockOffset } from "/clock.js";
import { byId, drawEntries, drawGatherings, drawRejections, drawRevoked, showDoor, showNetwork, trouble } from "/draw.js";
import { getGathering, getGatherings, getRejections } from "/gateway.js";
import { allEntries, changeEntries, putSetting } from "/keep.js";
import { answerTo, whenKeyChanges } from "/key-state.js";
import { remember, state, who } from "/state.js";
import { text } from "/texts.js";

let told = "";

// Says that the gateway cannot answer, until it can; what else is said above the door stays.
function serviceTrouble(status) {
  if (status === 503) {
    told = text("serverTrouble");
    trouble(told);
  } else if (status < 500 && told && byId("trouble").textContent === told) {
    told = "";
    trouble("");
  }
}

// Gives what the gateway answered, or null where it could not be asked; says which of the two it was.
export async function asked(question) {
  const answer = await answerTo(question);
  showNetwork();
  if (answer) serviceTrouble(answer.status);
  return answer?.content ?? null;
}

whenKeyChanges(() => {
  drawRevoked();
  showDoor();
});

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

let asking = null;

// Asks for the gathering's numbers, one question at a time: an older answer never follows a newer one. Whoever asks while
// one is under way waits for its answer.
export async function refreshLive() {
  if (!state.key || !state.gathering || document.hidden) return;
  const gathering = state.gathering;
  if (asking?.gathering !== gathering) {
    const asked = { gathering, answer: askLive(gathering).finally(() => { if (asking === asked) asking = null; }) };
    asking = asked;
  }
  await asking.answer;
}

async function askLive(gathering) {
  const began = { time: Date.now(), tick: performance.now() };
  const found = await asked(() => getGathering(who(), gathering, state.log));
  if (!found || state.gathering !== gathering) return;
  if (found.status === undefined || typeof found.status === "number") {
    if (found.status === 404) Object.assign(state, { live: null, liveAt: began });
  } else {
    Object.assign(state, { live: found, liveAt: began });
    await keepPlan(found);
  }
  if (state.gathering !== gathering) return;
  showDoor();
  await keepLive();
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// Keeps what the plan says by now, so that a page that opens without a network knows it too.
async function keepPlan({ name, capacity, starts, ends, day }) {
  if (!Object.keys(name).length) return;
  const plan = { name, capacity, starts, ends, day };
  const planned = (one) => ({ ...one, ...plan });
  if (same(state.gathering, planned(state.gathering))) return;
  Object.assign(state.gathering, plan); // the same object: an answer that is under way is still of it
  state.gatherings = state.gatherings.map((one) => (one.gathering === state.gathering.gathering && one.programme === state.gathering.programme ? planned(one) : one));
  await putSetting("gathering", state.gathering);
  await putSetting("gatherings", state.gatherings);
}

const KEPT_MILLISECONDS = 10_000;

let kept = { text: "", at: -Infinity };

// Keeps the last answer and when it was asked for, by the true time: when it changed, and else now and then.
async function keepLive() {
  const { computed, ...said } = state.live ?? {};
  const text = JSON.stringify(said);
  if (text === kept.text && performance.now() - kept.at < KEPT_MILLISECONDS) return;
  kept = { text, at: performance.now() };
  const { programme, gathering } = state.gathering ?? {};
  await putSetting("live", { programme, gathering, live: state.live, time: state.liveAt.time + (clockOffset() ?? 0) });
}

// Shows the last answer that was kept, as of then, until the gateway says more.
export function takeKept(last) {
  if (!last || last.gathering !== state.gathering?.gathering || last.programme !== state.gathering.programme) return;
  Object.assign(state, { live: last.live, liveAt: { time: last.time - (clockOffset() ?? 0), tick: -Infinity } });
}

// Reads the queue anew: when the page opens, and when another tab changed it.
export async function refreshEntries() {
  state.entries = await allEntries();
  drawEntries();
  showDoor();
}

// Shows entries that were added or changed.
export function showEntries(changed) {
  remember(changed);
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
  const later = state.entries.filter((entry) => entry.state === "sent" && of(entry) && !newer(entry));
  showEntries(await changeEntries(later.map((entry) => entry.number), (entry) => {
    const { reason, remedy } = of(entry);
    return { ...entry, state: "refused", reason, remedy };
  }));
  state.rejections = [...found.rejections, ...(found.flags ?? [])];
  drawRejections();
}
