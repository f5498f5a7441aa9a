// Which gathering the door is of: chosen from the list, by its id, or by a poster's code.

import { now } from "/clock.js";
import { actions, byId, drawEntries, show, showDoor, trouble } from "/draw.js";
import { isOver } from "/evening.js";
import { putSetting } from "/keep.js";
import { reported } from "/queue.js";
import { refreshGatherings, refreshLive } from "/refresh.js";
import { covers, state } from "/state.js";
import { dayOf, text } from "/texts.js";

export function suggestId() {
  const pattern = state.scope?.gatherings.find((one) => one.endsWith("*") && one.length > 1);
  if (!byId("other-id").value) byId("other-id").value = pattern ? pattern.slice(0, -1) + dayOf(now()) : "";
}

export async function choose(gathering) {
  await keep(gathering);
  if (isOver(gathering)) state.keptOld = { gathering: gathering.gathering, day: dayOf(now()) }; // whoever chooses it means it
  trouble("");
  show("door");
  showDoor();
  drawEntries();
  await refreshLive();
}

export async function chooseOther() {
  const programme = byId("other-programme").value;
  const id = byId("other-id").value.trim();
  const covered = state.scope.gatherings.some((pattern) => covers(pattern, id));
  byId("other-error").textContent = covered ? "" : text("notCovered", { patterns: state.scope.gatherings.join(", ") });
  if (covered) await choose({ programme, gathering: id, name: {}, capacity: null });
}

// Reads what a poster's code asks for: /?gathering=<programme>/<id>, or /?venue=<programme>/<beginning of ids>.
export function wantedByAddress() {
  const query = new URLSearchParams(location.search);
  const kind = ["gathering", "venue"].find((name) => query.has(name));
  if (!kind) return null;
  history.replaceState(null, "", "/");
  const [programme, ...rest] = query.get(kind).split("/");
  return { kind, programme, id: rest.join("/") };
}

// Chooses what the poster asks for: its gathering, or the one that its venue has today.
export async function chooseWanted() {
  const { kind, programme, id } = state.wanted ?? {};
  if (!kind || !state.scope) return;
  state.wanted = null;
  if (kind === "gathering") {
    const covered = state.scope.programmes.includes(programme) && state.scope.gatherings.some((pattern) => covers(pattern, id));
    if (!covered) { trouble(text("notCovered", { patterns: state.scope.gatherings.join(", ") })); return; }
    const known = state.gatherings.find((one) => one.programme === programme && one.gathering === id);
    await keep(known ?? { programme, gathering: id, name: {}, capacity: null });
    return;
  }
  const here = state.gatherings.filter((one) => one.programme === programme
    && (one.venue === id || one.gathering === id || one.gathering.startsWith(`${id}:`)) && !isOver(one));
  if (here.length === 1) { await keep(here[0]); return; }
  await keep(null);
  trouble(text(here.length ? "severalHere" : "nothingHere"));
  if (!here.length) {
    byId("other-gathering").open = true;
    byId("other-programme").value = programme;
    byId("other-id").value = `${id}:${dayOf(now())}`;
  }
}

async function keep(gathering) {
  byId("old-evening").hidden = true;
  state.gathering = gathering && { ...gathering, chosen: now() };
  Object.assign(state, { live: null, liveAt: null });
  await putSetting("gathering", state.gathering);
}

export async function changeGathering() {
  await keep(null);
  trouble("");
  show("choose");
  await refreshGatherings();
}

Object.assign(actions, { choose: reported(choose) });
