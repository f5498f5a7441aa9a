// The desk: whoever must report has a screen. What is saved goes into the door's queue, and from there to the gateway.

import "/desk-texts.js";
import { now, setClockOffset } from "/clock.js";
import { app, asked, byId, offer, trouble } from "/desk-app.js";
import { drawClosing, drawOpening } from "/desk-closing.js";
import { drawConcern, drawConcerns } from "/desk-concerns.js";
import { drawEdit, drawHistory, refreshRejections } from "/desk-history.js";
import { drawNumbers } from "/desk-numbers.js";
import { allGatherings } from "/desk-place.js";
import { drawPlan, drawPlanned, drawPoster } from "/desk-plan.js";
import { drawForm, drawReports } from "/desk-report.js";
import { getKey } from "/gateway.js";
import { allEntries, deviceOfEntries, getSetting, putSetting, removeEntries, whenChangedElsewhere } from "/keep.js";
import { refused, takeEntered } from "/key-state.js";
import { element } from "/show.js";
import { allowed, remember, state, taking, who } from "/state.js";
import { languages, setLanguage, text } from "/texts.js";
import { Uploader } from "/upload.js";

const AGAIN_MILLISECONDS = 15_000;
const KEPT_MILLISECONDS = 89 * 24 * 3600 * 1000; // as long as an entry can be amended

// By name: how the screen is drawn, whether the page has a button for it, and whether it shows what comes in meanwhile.
const SCREENS = {
  report: { draw: (name) => (name ? drawForm(name) : drawReports()), live: false, shown: () => true },
  history: { draw: drawHistory, live: true, shown: () => true },
  concerns: { draw: drawConcerns, live: false, shown: () => allowed("concern-raised") || allowed("concern-handled") },
  plan: { draw: drawPlan, live: false, shown: () => true },
  numbers: { draw: drawNumbers, live: false, shown: () => true },
  edit: { draw: drawEdit, live: false },
  closing: { draw: drawClosing, live: false },
  opening: { draw: drawOpening, live: false },
  concern: { draw: drawConcern, live: false },
  planned: { draw: drawPlanned, live: false },
  poster: { draw: drawPoster, live: false },
};

const report = (error) => {
  console.error(error);
  if (["InvalidStateError", "SecurityError", "QuotaExceededError"].includes(error?.name)) trouble(text("noStorage"));
};
const handled = (work) => (event) => {
  event?.preventDefault?.();
  Promise.resolve(work(event)).catch(report);
};

const uploader = new Uploader({
  who: () => (state.key && taking() ? who() : null),
  changed: (entries) => { remember(entries); app.shown(); },
  onKeyRefused: (key) => { refused(key).then(app.shown).catch(report); },
  onNetwork: (reachable) => { state.reachable = reachable; app.shown(); },
});

const place = () => {
  const [name, ...rest] = decodeURIComponent(location.hash.slice(1)).split("/");
  return [SCREENS[name] ? name : "report", rest.join("/")];
};

Object.assign(app, {
  send: () => { uploader.wake().catch(report); },
  go: (name, parameter = "") => {
    const hash = `#${name}${parameter ? `/${encodeURIComponent(parameter)}` : ""}`;
    if (location.hash === hash) draw();
    else location.hash = hash;
  },
  shown: () => {
    showState();
    const [name, parameter] = place();
    if (state.key && SCREENS[name].live && !byId("screen").contains(document.activeElement?.closest("input, select, dialog"))) drawn(name, parameter).catch(report);
  },
});

// The buttons of the screens; those that are there stay, so that none loses the focus.
function drawScreens(current) {
  const names = Object.keys(SCREENS).filter((name) => SCREENS[name].shown?.());
  const there = [...byId("screens").children];
  if (there.map((one) => one.dataset.screen).join() !== names.join()) {
    byId("screens").replaceChildren(...names.map((name) => element("button", { type: "button", dataset: { screen: name }, onclick: () => app.go(name) })));
  }
  for (const one of byId("screens").children) {
    one.textContent = text(one.dataset.screen);
    if (one.dataset.screen === current) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
}

function draw() {
  byId("key-view").hidden = Boolean(state.key) && !state.replacing;
  byId("key-back").hidden = !state.replacing;
  byId("screen").hidden = byId("screens").hidden = !state.key || state.replacing;
  if (!state.key || state.replacing) return;
  const [name, parameter] = place();
  drawScreens(name);
  drawn(name, parameter).catch(report);
}

let begun = 0;
let ended = 0;

// Draws a screen; one that is ready later than one that was begun after it has covered that, so what is chosen is drawn again.
async function drawn(name, parameter) {
  const number = ++begun;
  await SCREENS[name].draw(parameter);
  if (number < ended) await drawn(...place());
  else ended = number;
}

// Says whether there is a network, what waits, and whether the key is still valid.
function showState() {
  const served = navigator.onLine && state.reachable && state.service;
  const waiting = state.entries.filter((entry) => entry.state === "waiting").length;
  const refused = state.entries.filter((entry) => entry.desk && entry.state === "refused").length;
  byId("network").dataset.state = served ? "online" : "offline";
  const network = [text(served ? "online" : navigator.onLine && state.reachable ? "noService" : "offline"), waiting && text("unsent", { count: waiting })].filter(Boolean).join(" · ");
  if (byId("network").textContent !== network) byId("network").textContent = network;
  const words = !taking() ? (waiting ? text("keyRevoked", { count: waiting }) : text("keyRevokedEmpty")) : refused ? text("wereRefused", { count: refused }) : "";
  if (byId("trouble").textContent !== words) trouble(words);
  byId("replace-key").hidden = taking() || state.replacing;
  offer();
}

function showTexts() {
  document.documentElement.lang = state.language;
  document.title = text("deskTitle");
  byId("language").value = state.language;
  byId("screens").setAttribute("aria-label", text("deskTitle"));
  for (const one of document.querySelectorAll("[data-text]")) one.textContent = text(one.dataset.text);
  showState();
  draw();
}

async function saveKey() {
  if (!(await takeEntered())) return;
  showState();
  draw();
  await refresh();
}

// Shows the place for another key; what waits stays, and goes with the new one.
function replaceKey(replacing) {
  state.replacing = replacing;
  byId("key-error").textContent = "";
  showState();
  draw();
  byId(replacing ? "key-input" : "replace-key").focus();
}

// Asks what the key covers, and which gatherings are today.
async function refresh() {
  const scope = await asked(() => getKey(who()));
  if (scope?.sources) await putSetting("scope", state.scope = scope);
  const found = await allGatherings(asked);
  if (found) await putSetting("gatherings", state.gatherings = found);
  if (place().join("") === "report") draw();
  await uploader.wake();
  await refreshRejections();
}

function connect() {
  byId("language").addEventListener("change", handled(async () => {
    state.language = byId("language").value;
    setLanguage(state.language);
    await putSetting("language", state.language);
    showTexts();
    await refreshRejections();
  }));
  byId("replace-key").addEventListener("click", () => replaceKey(true));
  byId("key-back").addEventListener("click", () => replaceKey(false));
  byId("key-form").addEventListener("submit", handled(saveKey));
  addEventListener("hashchange", () => { const [name, parameter] = place(); if (parameter || !SCREENS[name].shown) byId("saved").hidden = true; app.switched = true; draw(); });
  addEventListener("online", handled(() => { state.reachable = true; showState(); return refresh(); }));
  addEventListener("offline", showState);
  whenChangedElsewhere(handled(async () => {
    if (((await getSetting("key")) ?? null) !== state.key) { location.reload(); return; } // forgotten, or replaced, at the door
    state.entries = await allEntries();
    app.shown();
  }));
}

// A tablet that is a kiosk stays one, wherever a visitor goes back to; staff leaves it by the code.
async function stayKiosk() {
  const kiosk = Boolean(await getSetting("kiosk"));
  if (kiosk) location.replace("/kiosk");
  return kiosk;
}

async function load() {
  addEventListener("pageshow", handled((event) => event.persisted && stayKiosk()));
  if (await stayKiosk()) return;
  state.language = (await getSetting("language")) ?? navigator.languages.map((one) => one.slice(0, 2)).find((one) => languages.includes(one)) ?? "fi";
  setLanguage(state.language);
  for (const name of ["key", "scope", "device"]) state[name] = (await getSetting(name)) ?? null;
  state.revoked = (await getSetting("revoked")) ?? false;
  setClockOffset((await getSetting("offset")) ?? null);
  state.gatherings = (await getSetting("gatherings")) ?? [];
  if (!state.device) {
    state.device = Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    await putSetting("device", state.device);
  }
  state.log = await deviceOfEntries();
  state.entries = await allEntries();
  const old = (entry) => entry.desk && ["sent", "undone"].includes(entry.state) && now() - Date.parse(entry.event.time) > KEPT_MILLISECONDS;
  await removeEntries(state.entries.filter(old).map((entry) => entry.number));
  state.entries = state.entries.filter((entry) => !old(entry));
  navigator.storage?.persist?.().catch(() => {});
  connect();
  showTexts();
  document.documentElement.dataset.ready = "true";
  if (state.key) await refresh();
  setInterval(handled(() => uploader.nudge()), AGAIN_MILLISECONDS);
}

navigator.serviceWorker?.register("/service-worker.js").catch(() => {});

load().catch((error) => { trouble(text("noStorage")); console.error(error); });
