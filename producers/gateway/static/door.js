// The check-in page: what is tapped goes into the queue at once, the queue goes to the gateway when it can.

import { cardIn, listenToScanner, person, readPicture, scanCard, scanKey } from "/card.js";
import { changeGathering, chooseOther, chooseWanted, suggestId, wantedByAddress } from "/choice.js";
import { now, setClockOffset } from "/clock.js";
import { askAboutYesterday, closeDoors, closeWhenOver, leaveYesterday } from "/doors.js";
import {
  LARGEST_GROUP, actions, byId, drawAlong, drawEntries, drawFamily, drawGatherings, drawHand, drawTaps, show, showDevice, showDoor, showNetwork, showTexts, trouble, view,
} from "/draw.js";
import { recordOther } from "/entries.js";
import { getKey } from "/gateway.js";
import { allEntries, archiveEntries, deviceOfEntries, getSetting, pruneArchive, putSetting, whenChangedElsewhere } from "/keep.js";
import { askForget, codeOfAddress, forget, replaceKey, saveKey, saveWaiting, takeKey } from "/key.js";
import { enter, handled, report, sendLater, undoLast, uploader } from "/queue.js";
import { asked, moreGatherings, refreshEntries, refreshGatherings, refreshLive, refreshRejections, takeKept } from "/refresh.js";
import { canRead, canScan } from "/scan.js";
import { LIVE_MILLISECONDS, placeNow, state, who } from "/state.js";
import { languages, setLanguage, text } from "/texts.js";

const REJECTIONS_MILLISECONDS = 60_000;
const DAY_MILLISECONDS = 24 * 3600 * 1000;
const ARCHIVED_DAYS = 14;

async function groupIn() {
  const number = (id) => (byId(id).value === "" ? undefined : Number(byId(id).value));
  const given = {
    people: number("group-people"), kind: byId("group-kind").value,
    age_band: byId("group-band").value || undefined, accompanied_by: number("group-leaders"),
  };
  for (const id of ["group-people", "group-leaders"]) byId(id).value = "";
  const data = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  sendLater(await recordOther(placeNow(), "group-visit", data));
}

// Does what was tapped, unless the evening is over: a page that was left open overnight asks before it counts.
const counted = (work) => handled(async (event) => { if (!(await askAboutYesterday())) await work(event); });

function connect() {
  byId("language").addEventListener("change", handled(async () => {
    state.language = byId("language").value;
    setLanguage(state.language);
    await putSetting("language", state.language);
    showTexts();
    await refreshRejections();
  }));
  byId("key-form").addEventListener("submit", handled(saveKey));
  byId("staff").addEventListener("click", () => { state.visitor = false; show("key"); });
  byId("key-scan").hidden = !canScan();
  byId("key-scan").addEventListener("click", handled(scanKey));
  byId("more-gatherings").addEventListener("click", handled(moreGatherings));
  byId("other-form").addEventListener("submit", handled(chooseOther));
  byId("other-gathering").addEventListener("toggle", suggestId);
  byId("change").addEventListener("click", handled(changeGathering));
  byId("fewer").addEventListener("click", () => { state.group = Math.max(1, state.group - 1); drawTaps(); });
  byId("more").addEventListener("click", () => { state.group = Math.min(LARGEST_GROUP, state.group + 1); drawTaps(); });
  for (const [id, direction] of [["in", "entry"], ["out", "exit"]]) {
    byId(id).addEventListener("click", counted(async () => {
      const people = Array.from({ length: state.group }, () => person(direction, state.band));
      state.group = 1;
      drawTaps();
      await enter(people);
    }));
  }
  byId("undo").addEventListener("click", handled(undoLast));
  byId("card-form").addEventListener("submit", counted(() => cardIn()));
  byId("scan").hidden = !canScan();
  byId("picture-part").hidden = !canRead() || canScan();
  byId("no-reading").hidden = canRead();
  byId("picture").addEventListener("change", handled(readPicture));
  listenToScanner();
  byId("scan").addEventListener("click", handled(scanCard));
  byId("family-form").addEventListener("submit", counted(async () => {
    const people = [...state.family].flatMap(([band, count]) => Array.from({ length: count }, () => person("entry", band)));
    state.family.clear();
    drawFamily();
    byId("family").querySelector("button:enabled").focus();
    if (people.length) await enter(people);
  }));
  byId("group-form").addEventListener("submit", counted(groupIn));
  for (const [id, by] of [["with-fewer", -1], ["with-more", 1]]) {
    byId(id).addEventListener("click", () => { state.along = Math.min(LARGEST_GROUP, Math.max(0, state.along + by)); drawAlong(); });
  }
  byId("count-form").addEventListener("submit", counted(async () => {
    const people = Number(byId("count").value);
    byId("count").value = "";
    sendLater(await recordOther(placeNow(), "head-count", { people }));
  }));
  byId("open-doors").addEventListener("click", counted(async () => sendLater(await recordOther(placeNow(), "gathering-opened", {}))));
  byId("reopen").addEventListener("click", counted(async () => sendLater(await recordOther(placeNow(), "gathering-opened", {}))));
  byId("close-doors").addEventListener("click", () => byId("close-dialog").showModal());
  byId("close-no").addEventListener("click", () => byId("close-dialog").close());
  byId("close-yes").addEventListener("click", handled(async () => { byId("close-dialog").close(); await closeDoors(); }));
  byId("close-old").addEventListener("click", handled(() => leaveYesterday(true)));
  byId("keep-old").addEventListener("click", handled(() => leaveYesterday(false)));
  for (const one of document.querySelectorAll(".replace-key")) one.addEventListener("click", replaceKey);
  for (const one of document.querySelectorAll(".save-waiting")) one.addEventListener("click", handled(saveWaiting));
  byId("key-back").addEventListener("click", () => { state.replacing = false; show(view()); drawEntries(); });
  byId("resend-all").addEventListener("click", handled(() => actions.resend(state.entries.filter((entry) => entry.state === "refused"))));
  for (const [id, name] of [["sound", "sound"], ["vibration", "vibration"], ["left-hand", "leftHand"]]) {
    byId(id).checked = state[name];
    byId(id).addEventListener("change", handled(async () => {
      state[name] = byId(id).checked;
      drawHand();
      await putSetting(name, state[name]);
    }));
  }
  byId("forget").addEventListener("click", handled(async () => {
    byId("forget-yes").disabled = true;
    await refreshEntries();
    askForget();
  }));
  byId("forget-save").addEventListener("click", handled(saveWaiting));
  byId("forget-no").addEventListener("click", () => byId("forget-dialog").close());
  byId("forget-yes").addEventListener("click", handled(forget));
  addEventListener("online", handled(() => { state.reachable = true; showNetwork(); return start(); }));
  addEventListener("offline", showNetwork);
  const seen = handled(async () => {
    if (document.hidden) return;
    await askAboutYesterday();
    await refreshLive();
  });
  document.addEventListener("visibilitychange", seen);
  addEventListener("focus", seen);
}

// What is reached by the keyboard must not lie behind the counter, however large the letters are.
function followCounter() {
  new ResizeObserver(() => document.documentElement.style.setProperty("--counter", `${byId("counter").offsetHeight}px`)).observe(byId("counter"));
}

async function start() {
  if (!state.key) return;
  if (navigator.onLine) {
    const scope = await asked(() => getKey(who()));
    if (scope?.sources) {
      state.scope = scope;
      await putSetting("scope", scope);
    }
    drawGatherings();
    await refreshGatherings();
  }
  await chooseWanted();
  showDevice();
  show(view());
  showDoor();
  await askAboutYesterday();
  if (!state.gathering) show(view());
  await refreshEntries();
  await uploader.wake();
  await refreshLive();
  await refreshRejections();
}

actions.start = start;

// Keeps the day at hand, and what is not done; the rest goes to the archive, and from there after two weeks.
async function archiveOld() {
  const age = (entry) => now() - Date.parse(entry.event.time);
  const old = new Set(state.entries.filter((entry) => !entry.desk && ["sent", "undone"].includes(entry.state) && age(entry) > DAY_MILLISECONDS));
  if (old.size) await archiveEntries([...old]);
  state.entries = state.entries.filter((entry) => !old.has(entry));
  await pruneArchive((entry) => age(entry) <= ARCHIVED_DAYS * DAY_MILLISECONDS);
}

async function load() {
  if (await getSetting("kiosk")) { location.replace("/kiosk"); return; } // a visitor went back; staff leaves it by its code
  state.language = (await getSetting("language")) ?? navigator.languages.map((one) => one.slice(0, 2)).find((one) => languages.includes(one)) ?? "fi";
  setLanguage(state.language);
  for (const name of ["key", "scope", "gathering", "device"]) state[name] = (await getSetting(name)) ?? null;
  state.revoked = (await getSetting("revoked")) ?? false;
  for (const name of ["sound", "vibration", "leftHand"]) state[name] = (await getSetting(name)) ?? state[name];
  setClockOffset((await getSetting("offset")) ?? null);
  takeKept(await getSetting("live"));
  state.gatherings = (await getSetting("gatherings")) ?? [];
  if (!state.device) {
    state.device = Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    await putSetting("device", state.device);
  }
  state.log = await deviceOfEntries();
  state.entries = await allEntries();
  await archiveOld();
  whenChangedElsewhere(handled(async () => {
    if (((await getSetting("key")) ?? null) !== state.key) location.reload(); // replaced at the desk
    else await refreshEntries();
  }));
  navigator.storage?.persist?.().catch(() => {});
  state.wanted = wantedByAddress();
  const code = codeOfAddress();
  state.visitor = Boolean(state.wanted) && !code;
  connect();
  drawHand();
  followCounter();
  showTexts();
  show(view());
  document.documentElement.dataset.ready = "true";
  setInterval(handled(async () => {
    const before = state.reachable;
    if (!document.hidden) await askAboutYesterday();
    await refreshLive();
    await closeWhenOver();
    await (state.reachable && !before ? uploader.wake() : uploader.nudge());
  }), LIVE_MILLISECONDS);
  setInterval(() => { refreshRejections().catch(report); }, REJECTIONS_MILLISECONDS);
  addEventListener("hashchange", handled(() => enrol(codeOfAddress())));
  await enrol(code);
  if (!code || state.replacing) await start();
}

// Enrols the device by a link's code; one that has a key keeps it until the new one is there.
async function enrol(code) {
  if (!code) return;
  if (state.key) replaceKey();
  await takeKey(code);
}

navigator.serviceWorker?.register("/service-worker.js").catch(() => {});

load().catch((error) => { trouble(text("noStorage")); console.error(error); });
