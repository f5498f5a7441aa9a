// Draws the page from what it knows. `actions` are what its lists can do; the page that is opened sets them.

import { clockOffset } from "/clock.js";
import { mayGo, undoable } from "/entries.js";
import { fullness } from "/alarm.js";
import { inOrder } from "/evening.js";
import { PROGRAMMES } from "/programmes.js";
import { BANDS, CURRENT_MILLISECONDS, GROUP_KINDS, allowed, isHere, numbers, sourceOf, state, taking } from "/state.js";
import { aboutOf, bandLabel, element, entryItem, gatheringChoice, groupLabel, lastGroups, nameOf, plainReason, rejectionItem, whatOf } from "/show.js";
import { clock, clockToSecond, duration, text } from "/texts.js";

const WRONG_CLOCK_MILLISECONDS = 60_000;
const SHOWN_ENTRIES = 30;
export const LARGEST_GROUP = 50;

export const actions = {};

export const byId = (id) => document.getElementById(id);

export function trouble(message) {
  byId("trouble").textContent = message ?? "";
  byId("trouble").hidden = !message;
  if (message) byId("trouble").scrollIntoView({ block: "nearest" });
}

export function say(message) {
  byId("spoken").textContent = "";
  setTimeout(() => { byId("spoken").textContent = message; }, 50);
}

export function view() {
  if (state.replacing) return "key";
  if (!state.key) return state.visitor ? "visitor" : "key";
  return state.gathering ? "door" : "choose";
}

export function show(view) {
  const door = view === "door";
  for (const name of ["visitor", "key", "choose"]) byId(`${name}-view`).hidden = view !== name;
  for (const id of ["door-view", "counter", "more-view"]) byId(id).hidden = !door;
  document.documentElement.dataset.view = view;
  byId("entries-view").hidden = !door && !state.entries.length;
  byId("device-view").hidden = ["visitor", "key"].includes(view);
  const heading = { visitor: "visitor-heading", key: "key-heading", choose: "choose-heading", door: "gathering-name" }[view];
  if (document.activeElement !== document.body) byId(heading).focus();
}

export function showTexts() {
  document.documentElement.lang = state.language;
  document.title = text("title");
  byId("language").value = state.language;
  for (const one of document.querySelectorAll("[data-text]")) one.textContent = text(one.dataset.text);
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", text(one.dataset.label));
  byId("fullness").setAttribute("aria-label", text("fullness"));
  drawBands();
  drawFamily();
  drawGroup();
  drawTaps();
  drawGatherings();
  showNetwork();
  showDoor();
  drawEntries();
  drawRejections();
  showDevice();
}

export function showNetwork() {
  const online = navigator.onLine && state.reachable;
  const served = online && state.service;
  byId("network").dataset.state = served ? "online" : "offline";
  byId("network").textContent = text(served ? "online" : online ? "noService" : "offline");
}

export function showDevice() {
  if (!state.scope) return;
  byId("whose").textContent = text("whose", { organiser: state.scope.organiser, source: sourceOf(state.scope, state.device) });
}

// The thumb's side of the screen has the button for those who come in.
export function drawHand() {
  document.documentElement.dataset.hand = state.leftHand ? "left" : "right";
  byId("taps").append(byId(state.leftHand ? "out" : "in"));
}

function drawBands() {
  byId("bands").replaceChildren(...[...BANDS, ""].map((band) => {
    const input = element("input", { type: "radio", name: "band", value: band });
    input.checked = band === state.band;
    input.addEventListener("change", () => { state.band = band; drawTaps(); });
    return element("label", { class: "chip" }, input, element("span", {}, bandLabel(band)));
  }));
}

export function drawTaps() {
  byId("group-size").textContent = state.group;
  byId("fewer").disabled = state.group <= 1;
  byId("more").disabled = state.group >= LARGEST_GROUP;
  byId("in").replaceChildren(`+${state.group}`, element("small", {}, text("comeIn")));
  byId("out").replaceChildren(`−${state.group}`, element("small", {}, text("goOut")));
}

export function drawFamily() {
  byId("family").replaceChildren(...[...BANDS, ""].map((band, place) => {
    const count = state.family.get(band) ?? 0;
    const step = (by, label, sign) => {
      const button = element("button", { type: "button", "aria-label": `${text(label)}: ${bandLabel(band)}`, onclick: () => {
        state.family.set(band, Math.max(0, count + by));
        drawFamily();
        const again = byId("family").children[place].querySelectorAll("button")[by < 0 ? 0 : 1];
        (again.disabled ? byId("family").children[place].querySelectorAll("button")[1] : again).focus();
      } }, sign);
      button.disabled = by < 0 && count === 0;
      return button;
    };
    return element("div", { class: "stepper" }, element("span", {}, bandLabel(band)),
      element("div", { class: "steps" }, step(-1, "fewer", "−"), element("output", {}, String(count)), step(1, "more", "+")));
  }));
  const total = [...state.family.values()].reduce((sum, count) => sum + count, 0);
  byId("family-in").textContent = text("familyIn", { count: total });
  byId("family-in").disabled = total === 0;
}

function drawGroup() {
  for (const [id, values, label] of [["group-kind", GROUP_KINDS, groupLabel], ["group-band", ["", ...BANDS], bandLabel]]) {
    const chosen = byId(id).value;
    byId(id).replaceChildren(...values.map((value) => element("option", { value }, label(value))));
    if (values.includes(chosen)) byId(id).value = chosen;
  }
  drawAlong();
}

export function drawAlong() {
  byId("with-count").textContent = state.along;
  byId("with-fewer").disabled = state.along <= 0;
  byId("with-more").disabled = state.along >= LARGEST_GROUP;
}

export function drawGatherings() {
  byId("gatherings").replaceChildren(
    ...inOrder(state.gatherings).map((gathering) => gatheringChoice(gathering, state.language, () => actions.choose(gathering))));
  byId("more-gatherings").hidden = !state.nextPage;
  byId("no-gatherings").hidden = state.gatherings.length > 0;
  const programmes = state.scope?.programmes ?? [];
  const chosen = byId("other-programme").value;
  byId("other-programme").replaceChildren(...programmes.map((name) => element("option", { value: name }, text(name))));
  if (programmes.includes(chosen)) byId("other-programme").value = chosen;
}

export function showDoor() {
  if (!state.gathering) return;
  byId("gathering-name").textContent = nameOf(state.gathering, state.language);
  byId("gathering-about").textContent = aboutOf(state.gathering);
  const now = numbers();
  const { inside } = now;
  byId("inside").textContent = inside === null ? "–" : inside;
  const capacity = state.live?.capacity ?? state.gathering.capacity;
  byId("capacity").textContent = capacity ? text("ofCapacity", { capacity }) : "";
  byId("fullness").hidden = !capacity;
  const level = fullness(inside, capacity);
  byId("live").dataset.full = level;
  byId("full").textContent = level && text({ nearly: "nearlyFull", full: "full", over: "overFull" }[level], { count: inside - capacity });
  drawOthers();
  drawDoors(now);
  if (capacity) Object.assign(byId("fullness"), { max: capacity, high: capacity * 0.9, optimum: 0, value: inside ?? 0 });
  const notes = [];
  if (inside === null && now.groups <= 0) notes.push(text("notRecorded"));
  if (now.entries > 0) notes.push(text("arrived", { count: now.entries }));
  if (now.accompanied > 0) notes.push(text("alongCame", { count: now.accompanied }));
  if (now.groups > 0) notes.push(`${text("groups", { count: now.groups })}, ${text("people", { count: now.people })}`);
  if (now.balance < 0) notes.push(text("tooManyLeft", { count: -now.balance }));
  if (now.waiting) notes.push(text("withWaiting", { count: now.waiting }));
  const fast = -(clockOffset() ?? 0);
  byId("clock-note").hidden = Math.abs(fast) < WRONG_CLOCK_MILLISECONDS;
  byId("clock-note").textContent = text(fast > 0 ? "clockFast" : "clockSlow", { by: duration(Math.abs(fast)) });
  byId("live-note").textContent = notes.join(" · ");
  byId("card-part").hidden = !PROGRAMMES[state.gathering.programme]?.cards || !allowed("check-in");
  byId("in").disabled = byId("out").disabled = !allowed("check-in") || !taking();
  drawRevoked(now);
  byId("family-part").hidden = !allowed("check-in");
  byId("group-part").hidden = !allowed("group-visit");
  byId("count-form").hidden = !allowed("head-count");
  byId("open-doors").hidden = !allowed("gathering-opened") || now.status === "open" || now.status === "closed";
  byId("close-doors").hidden = !allowed("gathering-closed") || now.status === "closed";
  byId("count-part").hidden = !["head-count", "gathering-opened", "gathering-closed"].some(allowed);
  if (!taking()) for (const id of ["card-part", "family-part", "group-part", "count-part"]) byId(id).hidden = true;
}

let growsOld;

// Says as of when others' entries are in the number, as soon as that is longer ago than the door promises.
function drawOthers() {
  clearTimeout(growsOld);
  const age = state.liveAt ? Math.max(Date.now() - state.liveAt.time, performance.now() - state.liveAt.tick) : Infinity;
  if (age < CURRENT_MILLISECONDS) growsOld = setTimeout(drawOthers, CURRENT_MILLISECONDS - age);
  byId("others").hidden = age < CURRENT_MILLISECONDS;
  byId("others").textContent = state.liveAt
    ? text("othersAsOf", { time: clockToSecond(state.liveAt.time + (clockOffset() ?? 0)) }) : text("othersUnknown");
}

function drawDoors({ status, changedAt }) {
  const at = changedAt && clock(changedAt);
  const words = {
    open: at ? text("openSince", { time: at }) : text("openNow"), closed: at ? text("closedAt", { time: at }) : text("closedNow"), cancelled: text("cancelledNow"),
  }[status] ?? text("notOpened");
  if (byId("doors-now").textContent !== words) byId("doors-now").textContent = words;
  byId("doors-now").dataset.state = status;
  byId("reopen").hidden = status !== "closed" || !allowed("gathering-opened") || !taking();
}

// Says that the key is no longer valid, and what waits all the same.
export function drawRevoked() {
  const waiting = state.entries.filter((entry) => entry.state === "waiting").length;
  byId("revoked").hidden = taking() || state.replacing;
  byId("revoked-words").textContent = waiting ? text("keyRevoked", { count: waiting }) : text("keyRevokedEmpty");
  const unsent = waiting || state.entries.some((entry) => entry.state === "refused");
  for (const one of document.querySelectorAll(".save-waiting")) one.hidden = !unsent;
}

// Says that entries are held back, which may have arrived with the key before.
function drawHeld() {
  const held = state.key ? state.entries.filter((entry) => entry.state === "waiting" && !mayGo(entry)).length : 0;
  byId("held").hidden = !held;
  byId("held-words").textContent = held ? text("held", { count: held }) : "";
}

// Gives the name of another gathering than the chosen one that an entry is of.
function elsewhere({ event }) {
  if (isHere({ event })) return "";
  const [programme, gathering] = [event.type.split(".")[3], event.subject];
  const known = state.gatherings.find((one) => one.gathering === gathering && one.programme === programme);
  return known ? [nameOf(known, state.language), aboutOf(known)].join(" · ") : gathering;
}

// Says above everything else that entries were refused, and why.
function drawRefused() {
  const refused = state.entries.filter((entry) => entry.state === "refused");
  const reasons = [...new Set(refused.map(plainReason))];
  byId("refused").hidden = !refused.length;
  byId("refused-words").textContent = refused.length ? [text("wereRefused", { count: refused.length }), ...reasons].join(" ") : "";
}

export function drawEntries() {
  drawRefused();
  drawRevoked();
  drawHeld();
  const groups = lastGroups(state.entries, SHOWN_ENTRIES);
  const counts = { waiting: 0, sent: 0, refused: 0, undone: 0 };
  for (const entry of state.entries) counts[entry.state] += 1;
  byId("entries-summary").textContent = ["waiting", "sent", "refused"].map((name) => text(`${name}Count`, { count: counts[name] })).join(", ");
  const mayUndo = (entry) => isHere(entry) && undoable(entry);
  byId("entries").replaceChildren(...groups.map((entries) => entryItem(entries, {
    place: elsewhere(entries[0]),
    mayUndo: entries.some(mayUndo),
    onUndo: () => actions.undo(entries),
    onResend: () => actions.resend(entries),
    onDismiss: () => actions.dismiss(entries),
  })));
  const newest = state.entries.findLast(mayUndo);
  const last = newest && state.entries.filter((entry) => entry.group === newest.group && mayUndo(entry));
  byId("last").textContent = last ? `${whatOf(last)} · ${clock(last[0].event.time)}` : "";
  byId("undo").setAttribute("aria-disabled", String(!last)); // a disabled button would lose the focus
  byId("undo").dataset.group = last ? last[0].group : "";
  byId("entries-view").hidden = ["visitor", "key"].includes(view()) || (view() !== "door" && !state.entries.length);
}

export function drawRejections() {
  byId("rejections").replaceChildren(...state.rejections.map(rejectionItem));
  byId("no-rejections").hidden = state.rejections.length > 0;
}
