// Draws the page from what it knows. `actions` are what its lists can do; the page that is opened sets them.

import { PROGRAMMES } from "/programmes.js";
import { BANDS, GROUP_KINDS, LIVE_MILLISECONDS, allowed, groupsNow, mine, sourceOf, state, unsettledInside } from "/state.js";
import { bandLabel, element, entryItem, gatheringChoice, groupLabel, grouped, nameOf, rejectionItem, whatOf } from "/show.js";
import { clock, text } from "/texts.js";

const SHOWN_ENTRIES = 30;
export const LARGEST_GROUP = 50;

export const actions = {};

export const byId = (id) => document.getElementById(id);

export function trouble(message) {
  byId("trouble").textContent = message ?? "";
  byId("trouble").hidden = !message;
}

export function say(message) {
  byId("spoken").textContent = "";
  setTimeout(() => { byId("spoken").textContent = message; }, 50);
}

export function view() {
  if (!state.key) return "key";
  return state.gathering ? "door" : "choose";
}

export function show(view) {
  const door = view === "door";
  byId("key-view").hidden = view !== "key";
  byId("choose-view").hidden = view !== "choose";
  byId("door-view").hidden = !door;
  byId("entries-view").hidden = !door && !state.entries.length;
  byId("device-view").hidden = view === "key";
  const heading = { key: "key-heading", choose: "choose-heading", door: "gathering-name" }[view];
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
  byId("network").dataset.state = online ? "online" : "offline";
  byId("network").textContent = text(online ? "online" : "offline");
}

export function showDevice() {
  if (!state.scope) return;
  byId("whose").textContent = text("whose", { organiser: state.scope.organiser, source: sourceOf(state.scope, state.device) });
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
      step(-1, "fewer", "−"), element("output", {}, String(count)), step(1, "more", "+"));
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
    ...state.gatherings.map((gathering) => gatheringChoice(gathering, state.language, () => actions.choose(gathering))));
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
  const live = state.live;
  const waiting = mine().filter((entry) => entry.state === "waiting").length;
  const more = unsettledInside();
  const known = live?.inside ?? null;
  const inside = known === null && more === 0 ? null : Math.max(0, (known ?? 0) + more);
  byId("inside").textContent = inside === null ? "–" : inside;
  const capacity = live?.capacity ?? state.gathering.capacity;
  byId("capacity").textContent = capacity ? text("ofCapacity", { capacity }) : "";
  byId("fullness").hidden = !capacity || inside === null;
  if (capacity) Object.assign(byId("fullness"), { max: capacity, high: capacity * 0.9, optimum: 0, value: inside ?? 0 });
  const notes = [];
  if (inside === null && groupsNow().groups <= 0) notes.push(text("notRecorded"));
  if (live?.entries) notes.push(text("arrived", { entries: live.entries }));
  if (live?.accompanied) notes.push(text("alongCame", { accompanied: live.accompanied }));
  const came = groupsNow();
  if (came.groups > 0) notes.push(text("groupsCame", came));
  if (waiting) notes.push(text("withWaiting", { waiting }));
  if (state.liveAt && Date.now() - state.liveAt > 4 * LIVE_MILLISECONDS) notes.push(text("lastKnown", { time: clock(state.liveAt) }));
  byId("live-note").textContent = notes.join(" · ");
  byId("card-part").hidden = !PROGRAMMES[state.gathering.programme]?.cards || !allowed("check-in");
  byId("in").disabled = byId("out").disabled = !allowed("check-in");
  byId("family-part").hidden = !allowed("check-in");
  byId("group-part").hidden = !allowed("group-visit");
  byId("count-form").hidden = !allowed("head-count");
  byId("open-doors").hidden = !allowed("gathering-opened");
  byId("close-doors").hidden = !allowed("gathering-closed");
  byId("count-part").hidden = !["head-count", "gathering-opened", "gathering-closed"].some(allowed);
}

export function drawEntries() {
  const groups = grouped(state.entries).reverse();
  const count = (name) => state.entries.filter((entry) => entry.state === name).length;
  byId("entries-summary").textContent = text("summary", { waiting: count("waiting"), sent: count("sent"), refused: count("refused") });
  byId("entries").replaceChildren(...groups.slice(0, SHOWN_ENTRIES).map((entries) => entryItem(entries, {
    onUndo: () => actions.undo(entries),
    onResend: () => actions.resend(entries),
    onDismiss: () => actions.dismiss(entries),
  })));
  const last = groups.find((entries) => entries[0].name !== "retraction" && entries.some(
    (entry) => !entry.undone && ["waiting", "sent"].includes(entry.state)));
  byId("last").textContent = last ? `${whatOf(last)} · ${clock(last[0].made)}` : "";
  byId("undo").disabled = !last;
  byId("undo").dataset.group = last ? last[0].group : "";
  byId("entries-view").hidden = view() === "key" || (view() !== "door" && !state.entries.length);
}

export function drawRejections() {
  byId("rejections").replaceChildren(...state.rejections.map(rejectionItem));
  byId("no-rejections").hidden = state.rejections.length > 0;
}
