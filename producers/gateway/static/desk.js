// The desk: whoever must report has a screen. What is saved goes into the door's queue, and from there to the gateway.

import "/desk-texts.js";
import { now, setClockOffset } from "/clock.js";
import { app, asked, byId, trouble } from "/desk-app.js";
import { drawClosing, drawOpening } from "/desk-closing.js";
import { drawConcern, drawConcerns } from "/desk-concerns.js";
import { drawEdit, drawHistory, refreshRejections } from "/desk-history.js";
import { drawNumbers } from "/desk-numbers.js";
import { drawPlan, drawPlanned, drawPoster } from "/desk-plan.js";
import { drawForm, drawReports } from "/desk-report.js";
import { moveWaiting } from "/entries.js";
import { KeyRefused, getGatherings, getKey } from "/gateway.js";
import { allEntries, deviceOfEntries, getSetting, putSetting, removeEntries, whenChangedElsewhere } from "/keep.js";
import { element } from "/show.js";
import { allowed, remember, sourceOf, state, who } from "/state.js";
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
  who: () => (state.key ? who() : null),
  changed: (entries) => { remember(entries); app.shown(); },
  onKeyRefused: () => { state.revoked = true; app.shown(); },
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
    if (state.key && SCREENS[name].live && !byId("screen").contains(document.activeElement?.closest("input, select, dialog"))) Promise.resolve(SCREENS[name].draw(parameter)).catch(report);
  },
});

function draw() {
  byId("key-view").hidden = Boolean(state.key);
  byId("screen").hidden = byId("screens").hidden = !state.key;
  if (!state.key) return;
  const [name, parameter] = place();
  byId("screens").replaceChildren(...Object.entries(SCREENS).filter(([, screen]) => screen.shown?.()).map(([one]) => element(
    "button", { type: "button", dataset: { screen: one }, "aria-current": one === name ? "page" : undefined, onclick: () => app.go(one) }, text(one),
  )));
  Promise.resolve(SCREENS[name].draw(parameter)).catch(report);
}

// Says whether there is a network, what waits, and whether the key is still valid.
function showState() {
  const served = navigator.onLine && state.reachable && state.service;
  const waiting = state.entries.filter((entry) => entry.state === "waiting").length;
  const refused = state.entries.filter((entry) => entry.desk && entry.state === "refused").length;
  byId("network").dataset.state = served ? "online" : "offline";
  const words = [text(served ? "online" : navigator.onLine && state.reachable ? "noService" : "offline"), waiting && text("unsent", { count: waiting })].filter(Boolean).join(" · ");
  if (byId("network").textContent !== words) byId("network").textContent = words;
  trouble(state.revoked ? (waiting ? text("keyRevoked", { count: waiting }) : text("keyRevokedEmpty")) : refused ? text("wereRefused", { count: refused }) : "");
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
  const given = byId("key-input").value.trim();
  try {
    const { status, content } = await getKey({ key: given, language: state.language });
    if (status !== 200) { byId("key-error").textContent = content.remedy; return; }
    state.scope = content;
  } catch (error) {
    byId("key-error").textContent = error instanceof KeyRefused ? error.message : text("keyNeedsNetwork");
    return;
  }
  Object.assign(state, { key: given, revoked: false });
  byId("key-input").value = byId("key-error").textContent = "";
  await putSetting("key", given);
  await putSetting("scope", state.scope);
  remember(await moveWaiting(state.entries.filter((entry) => entry.state === "waiting").map((entry) => entry.number), sourceOf(state.scope, state.device)));
  draw();
  await refresh();
}

// Asks what the key covers, and which gatherings are today.
async function refresh() {
  const scope = await asked(() => getKey(who()));
  if (scope?.sources) await putSetting("scope", state.scope = scope);
  const found = await asked(() => getGatherings(who()));
  if (found?.gatherings) await putSetting("gatherings", state.gatherings = found.gatherings);
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
  }));
  byId("key-form").addEventListener("submit", handled(saveKey));
  addEventListener("hashchange", () => { const [name, parameter] = place(); if (parameter || !SCREENS[name].shown) byId("saved").hidden = true; draw(); });
  addEventListener("online", handled(() => { state.reachable = true; showState(); return refresh(); }));
  addEventListener("offline", showState);
  whenChangedElsewhere(handled(async () => { state.entries = await allEntries(); app.shown(); }));
}

async function load() {
  state.language = (await getSetting("language")) ?? navigator.languages.map((one) => one.slice(0, 2)).find((one) => languages.includes(one)) ?? "fi";
  setLanguage(state.language);
  for (const name of ["key", "scope", "device"]) state[name] = (await getSetting(name)) ?? null;
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
