// The check-in page: what is tapped goes into the queue at once, the queue goes to the gateway when it can.

import { now, setClockOffset } from "/clock.js";
import {
  LARGEST_GROUP, actions, byId, drawAlong, drawEntries, drawFamily, drawGatherings, drawTaps, say, show, showDevice, showDoor, showNetwork, showTexts, trouble, view,
} from "/draw.js";
import { GRACE, closesAt, eveningOf, isOver } from "/evening.js";
import { moveWaiting, record, recordOther, resend, undo } from "/entries.js";
import { KeyRefused, getKey } from "/gateway.js";
import { allEntries, deviceOfEntries, forgetAll, getSetting, putSetting, removeEntries, whenChangedElsewhere } from "/keep.js";
import { personalDetail } from "/personal.js";
import { asked, moreGatherings, refreshEntries, refreshGatherings, refreshLive, refreshRejections, keyIs, showEntries } from "/refresh.js";
import { Scanner, canScan } from "/scan.js";
import { nameOf, whatOf } from "/show.js";
import { LIVE_MILLISECONDS, allowed, covers, mine, numbers, placeNow, sourceOf, state, taking, who } from "/state.js";
import { dayText, languages, setLanguage, text } from "/texts.js";
import { Uploader } from "/upload.js";

const REJECTIONS_MILLISECONDS = 60_000;
const KEPT_MILLISECONDS = 2 * 24 * 3600 * 1000;

const scanner = new Scanner(byId("camera"));

const uploader = new Uploader({
  who: () => (state.key ? who() : null),
  changed: showEntries,
  onKeyRefused: () => { keyIs(false).catch(report); },
  onNetwork: (reachable) => { state.reachable = reachable; showNetwork(); },
});

function suggestId() {
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Helsinki" }).format(new Date(now()));
  const pattern = state.scope?.gatherings.find((one) => one.endsWith("*") && one.length > 1);
  if (!byId("other-id").value) byId("other-id").value = pattern ? pattern.slice(0, -1) + day : "";
}

async function choose(gathering) {
  state.gathering = { ...gathering, chosen: now() };
  state.live = null;
  state.liveAt = 0;
  await putSetting("gathering", state.gathering);
  show("door");
  showDoor();
  drawEntries();
  await refreshLive();
}

async function enter(people) {
  sendLater(await record(placeNow(), people));
}

function sendLater(entries) {
  showEntries(entries);
  const late = numbers().status === "closed" && ["check-in", "head-count", "group-visit"].includes(entries[0]?.name);
  if (late) navigator.vibrate?.(300);
  trouble(late ? text("stillCounts") : "");
  say(`${whatOf(entries)}. ${text("inside")} ${byId("inside").textContent}`);
  uploader.wake().catch(report);
}

const numbersOf = (picks) => state.entries.filter(picks).map((entry) => entry.number);

async function undoGroup(group) {
  const changed = await undo(numbersOf((entry) => entry.group === group));
  showEntries(changed);
  const undone = changed.filter((entry) => entry.undone);
  if (undone.length) say(`${text("undone")}: ${whatOf(undone)}`);
  uploader.wake().catch(report);
}

async function remove(picks) {
  await removeEntries(numbersOf(picks));
  state.entries = state.entries.filter((entry) => !picks(entry));
  showEntries([]);
}

function person(direction, band, more = {}) {
  return { direction, ...(band ? { age_band: band } : {}), method: "tap", ...more };
}

function report(error) {
  if (error?.name === "InvalidStateError" || error?.name === "SecurityError" || error?.name === "QuotaExceededError") {
    trouble(text("noStorage"));
  } else {
    console.error(error);
  }
}

const handled = (work) => (event) => {
  event?.preventDefault?.();
  Promise.resolve(work(event)).catch(report);
};

const reported = (work) => (...given) => { work(...given).catch(report); };

Object.assign(actions, {
  choose: reported(choose),
  undo: reported(([entry]) => undoGroup(entry.group)),
  resend: reported(async (entries) => {
    showEntries(await resend(entries.map((entry) => entry.number)));
    await uploader.wake();
  }),
  dismiss: reported(([{ group }]) => remove((entry) => entry.group === group && entry.state === "refused")),
});

async function saveKey() {
  const given = byId("key-input").value.trim();
  byId("key-error").textContent = "";
  try {
    const { status, content } = await getKey({ key: given, language: state.language });
    if (status !== 200) {
      byId("key-error").textContent = content.remedy;
      return;
    }
    state.scope = content;
  } catch (error) {
    byId("key-error").textContent = error instanceof KeyRefused ? error.message : text("keyNeedsNetwork");
    return;
  }
  state.key = given;
  state.replacing = false;
  byId("key-input").value = "";
  await putSetting("key", given);
  await putSetting("scope", state.scope);
  await keyIs(true);
  trouble("");
  showEntries(await moveWaiting(numbersOf((entry) => entry.state === "waiting"), sourceOf(state.scope, state.device)));
  await start();
}

// Shows the place for another key; what waits stays, and goes with the new one.
function replaceKey() {
  state.replacing = true;
  byId("key-back").hidden = false;
  byId("revoked").hidden = true;
  show("key");
  byId("key-input").focus();
}

// Saves what was not sent as a file that `engage emit file` takes: one event a line.
function saveWaiting() {
  const lines = state.entries.filter((entry) => entry.state === "waiting" || entry.state === "refused").map((entry) => JSON.stringify(entry.event));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${lines.join("\n")}\n`], { type: "application/x-ndjson" }));
  link.download = `door-${state.device}.jsonl`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  state.saved = lines.length;
  byId("forget-yes").disabled = false;
}

async function closeDoors(at = null) {
  if (allowed("gathering-closed") && taking()) sendLater(await recordOther(placeNow(), "gathering-closed", {}, at));
}

// Closes the doors once the plan and its grace are over: as an event of that moment, so that all numbers know.
async function closeWhenOver() {
  const at = state.gathering && !state.replacing ? closesAt() : null;
  if (at !== null && at <= now()) await closeDoors(at);
}

// Asks in the morning what is to become of an evening that was left open.
async function askAboutYesterday() {
  const gathering = state.gathering;
  if (!gathering || !isOver(gathering) || state.keptOld === gathering.gathering) return;
  await refreshLive();
  await closeWhenOver();
  if (numbers().status === "open") {
    byId("old-evening-words").textContent = text("oldEvening", { name: nameOf(gathering, state.language), day: dayText(eveningOf(gathering)) });
    byId("old-evening").hidden = false;
    show("choose");
    return;
  }
  state.gathering = null;
  await putSetting("gathering", null);
}

async function leaveYesterday(close) {
  byId("old-evening").hidden = true;
  if (!close) {
    state.keptOld = state.gathering.gathering;
    show("door");
    return;
  }
  const last = mine().filter((entry) => entry.name === "check-in").map((entry) => Date.parse(entry.event.time));
  const ends = state.gathering.ends && Date.parse(state.gathering.ends) + GRACE;
  await closeDoors([ends || now(), ...last.map((time) => time + 1)].reduce((one, other) => Math.max(one, other)));
  state.gathering = null;
  await putSetting("gathering", null);
  drawGatherings();
}

async function forget() {
  byId("forget-dialog").close();
  scanner.stop();
  await forgetAll();
  Object.assign(state, { key: null, scope: null, gathering: null, gatherings: [], nextPage: null, entries: [], live: null, rejections: [] });
  await putSetting("language", state.language);
  await putSetting("device", state.device);
  state.log = await deviceOfEntries();
  trouble("");
  showTexts();
  show("key");
  byId("key-heading").focus();
}

async function scan() {
  if (scanner.running) { scanner.stop(); return; }
  byId("scan").textContent = text("stopScan");
  try {
    const code = await scanner.read();
    if (code) {
      byId("card-number").value = code.slice(0, 120);
      await cardIn("qr-code");
    }
  } catch {
    scanner.stop();
    say(text("noCamera"));
    byId("card-number").focus();
  } finally {
    byId("scan").textContent = text("scan");
  }
}

async function cardIn(method = "card") {
  const card = byId("card-number").value.trim();
  if (!card) return;
  byId("card-number").value = "";
  const personal = personalDetail(card)?.certain === true;
  trouble(personal ? text("noCard") : "");
  if (personal) {
    byId("card-number").focus();
    return;
  }
  const along = state.along ? { accompanied_by: state.along } : {};
  state.along = 0;
  drawAlong();
  await enter([person("entry", state.band, { method, card, ...along })]);
}

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

async function chooseOther() {
  const programme = byId("other-programme").value;
  const id = byId("other-id").value.trim();
  const covered = state.scope.gatherings.some((pattern) => covers(pattern, id));
  byId("other-error").textContent = covered ? "" : text("notCovered", { patterns: state.scope.gatherings.join(", ") });
  if (covered) await choose({ programme, gathering: id, name: {}, capacity: null });
}

function connect() {
  byId("language").addEventListener("change", handled(async () => {
    state.language = byId("language").value;
    setLanguage(state.language);
    await putSetting("language", state.language);
    showTexts();
    await refreshRejections();
  }));
  byId("key-form").addEventListener("submit", handled(saveKey));
  byId("more-gatherings").addEventListener("click", handled(moreGatherings));
  byId("other-form").addEventListener("submit", handled(chooseOther));
  byId("other-gathering").addEventListener("toggle", suggestId);
  byId("change").addEventListener("click", handled(async () => {
    state.gathering = null;
    await putSetting("gathering", null);
    show("choose");
    await refreshGatherings();
  }));
  byId("fewer").addEventListener("click", () => { state.group = Math.max(1, state.group - 1); drawTaps(); });
  byId("more").addEventListener("click", () => { state.group = Math.min(LARGEST_GROUP, state.group + 1); drawTaps(); });
  for (const [id, direction] of [["in", "entry"], ["out", "exit"]]) {
    byId(id).addEventListener("click", handled(async () => {
      const people = Array.from({ length: state.group }, () => person(direction, state.band));
      state.group = 1;
      drawTaps();
      await enter(people);
    }));
  }
  byId("undo").addEventListener("click", handled(() => undoGroup(byId("undo").dataset.group)));
  byId("card-form").addEventListener("submit", handled(() => cardIn()));
  byId("scan").hidden = !canScan();
  byId("scan").addEventListener("click", handled(scan));
  byId("family-form").addEventListener("submit", handled(async () => {
    const people = [...state.family].flatMap(([band, count]) => Array.from({ length: count }, () => person("entry", band)));
    state.family.clear();
    drawFamily();
    byId("family").querySelector("button:enabled").focus();
    if (people.length) await enter(people);
  }));
  byId("group-form").addEventListener("submit", handled(groupIn));
  for (const [id, by] of [["with-fewer", -1], ["with-more", 1]]) {
    byId(id).addEventListener("click", () => { state.along = Math.min(LARGEST_GROUP, Math.max(0, state.along + by)); drawAlong(); });
  }
  byId("count-form").addEventListener("submit", handled(async () => {
    const people = Number(byId("count").value);
    byId("count").value = "";
    sendLater(await recordOther(placeNow(), "head-count", { people }));
  }));
  byId("open-doors").addEventListener("click", handled(async () => sendLater(await recordOther(placeNow(), "gathering-opened", {}))));
  byId("reopen").addEventListener("click", handled(async () => sendLater(await recordOther(placeNow(), "gathering-opened", {}))));
  byId("close-doors").addEventListener("click", () => byId("close-dialog").showModal());
  byId("close-no").addEventListener("click", () => byId("close-dialog").close());
  byId("close-yes").addEventListener("click", handled(async () => { byId("close-dialog").close(); await closeDoors(); }));
  byId("close-old").addEventListener("click", handled(() => leaveYesterday(true)));
  byId("keep-old").addEventListener("click", handled(() => leaveYesterday(false)));
  for (const one of document.querySelectorAll(".replace-key")) one.addEventListener("click", replaceKey);
  for (const one of document.querySelectorAll(".save-waiting")) one.addEventListener("click", saveWaiting);
  byId("key-back").addEventListener("click", () => { state.replacing = false; show(view()); drawEntries(); });
  byId("resend-all").addEventListener("click", handled(() => actions.resend(state.entries.filter((entry) => entry.state === "refused"))));
  byId("sound").checked = state.sound;
  byId("sound").addEventListener("change", handled(async () => { state.sound = byId("sound").checked; await putSetting("sound", state.sound); }));
  byId("forget").addEventListener("click", () => {
    const waiting = state.entries.filter((entry) => entry.state === "waiting").length;
    byId("forget-question").textContent = text("forgetQuestion", { waiting });
    byId("forget-yes").disabled = waiting > 0;
    byId("forget-dialog").showModal();
  });
  byId("forget-no").addEventListener("click", () => byId("forget-dialog").close());
  byId("forget-yes").addEventListener("click", handled(forget));
  addEventListener("online", handled(() => { state.reachable = true; showNetwork(); return start(); }));
  addEventListener("offline", showNetwork);
  document.addEventListener("visibilitychange", handled(async () => { if (!document.hidden) await refreshLive(); }));
}

// A poster's code opens the page with its gathering chosen: /?gathering=<programme>/<id>
async function chosenByAddress() {
  const wanted = new URLSearchParams(location.search).get("gathering");
  if (!wanted) return;
  history.replaceState(null, "", "/");
  const [programme, ...rest] = wanted.split("/");
  const gathering = rest.join("/");
  const covered = state.scope?.programmes.includes(programme) && state.scope.gatherings.some((pattern) => covers(pattern, gathering));
  if (!covered) return;
  const known = state.gatherings.find((one) => one.programme === programme && one.gathering === gathering);
  state.gathering = known ?? { programme, gathering, name: {}, capacity: null };
  await putSetting("gathering", state.gathering);
}

async function start() {
  if (!state.key) return;
  if (navigator.onLine) {
    const scope = await asked(() => getKey(who()));
    if (scope?.sources) {
      state.scope = scope;
      await putSetting("scope", scope);
    }
    await refreshGatherings();
  }
  await chosenByAddress();
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

async function load() {
  state.language = (await getSetting("language")) ?? navigator.languages.map((one) => one.slice(0, 2)).find((one) => languages.includes(one)) ?? "fi";
  setLanguage(state.language);
  for (const name of ["key", "scope", "gathering", "device"]) state[name] = (await getSetting(name)) ?? null;
  state.revoked = (await getSetting("revoked")) ?? false;
  state.sound = (await getSetting("sound")) ?? true;
  setClockOffset((await getSetting("offset")) ?? null);
  state.gatherings = (await getSetting("gatherings")) ?? [];
  if (!state.device) {
    state.device = Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    await putSetting("device", state.device);
  }
  state.log = await deviceOfEntries();
  state.entries = await allEntries();
  await remove((entry) => !entry.desk && ["sent", "undone"].includes(entry.state) && now() - Date.parse(entry.event.time) > KEPT_MILLISECONDS);
  whenChangedElsewhere(() => { refreshEntries().catch(report); });
  navigator.storage?.persist?.().catch(() => {});
  connect();
  showTexts();
  show(view());
  document.documentElement.dataset.ready = "true";
  setInterval(handled(async () => {
    const before = state.reachable;
    await refreshLive();
    await closeWhenOver();
    await (state.reachable && !before ? uploader.wake() : uploader.nudge());
  }), LIVE_MILLISECONDS);
  setInterval(() => { refreshRejections().catch(report); }, REJECTIONS_MILLISECONDS);
  await start();
}

navigator.serviceWorker?.register("/service-worker.js").catch(() => {});

load().catch((error) => { trouble(text("noStorage")); console.error(error); });
