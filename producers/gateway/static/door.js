// The check-in page: what is tapped goes into the queue at once, the queue goes to the gateway when it can.

import {
  LARGEST_GROUP, actions, byId, drawAlong, drawEntries, drawFamily, drawTaps, say, show, showDevice, showDoor, showNetwork, showTexts, trouble, view,
} from "/draw.js";
import { record, recordOther, resend, undo } from "/entries.js";
import { KeyRefused, getKey } from "/gateway.js";
import { allEntries, forgetAll, getSetting, putSetting, removeEntries } from "/keep.js";
import { personalDetail } from "/personal.js";
import { asked, moreGatherings, refreshEntries, refreshGatherings, refreshLive, refreshRejections } from "/refresh.js";
import { Scanner, canScan } from "/scan.js";
import { whatOf } from "/show.js";
import { LIVE_MILLISECONDS, SETTLED_MILLISECONDS, covers, placeNow, state, who } from "/state.js";
import { languages, setLanguage, text } from "/texts.js";
import { Uploader } from "/upload.js";

const KEPT_MILLISECONDS = 2 * 24 * 3600 * 1000;

const scanner = new Scanner(byId("camera"));

const uploader = new Uploader({
  who: () => (state.key ? who() : null),
  changed: async () => { await refreshEntries(); setTimeout(refreshLive, SETTLED_MILLISECONDS + 200); },
  onKeyRefused: (remedy) => trouble(remedy),
  onNetwork: (reachable) => { state.reachable = reachable; showNetwork(); },
});

function suggestId() {
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Helsinki" }).format(new Date());
  const pattern = state.scope?.gatherings.find((one) => one.endsWith("*") && one.length > 1);
  if (!byId("other-id").value) byId("other-id").value = pattern ? pattern.slice(0, -1) + day : "";
}

async function choose(gathering) {
  state.gathering = gathering;
  state.live = null;
  state.liveAt = 0;
  await putSetting("gathering", gathering);
  show("door");
  showDoor();
  drawEntries();
  await refreshLive();
}

async function sendNow() {
  await refreshEntries();
  await uploader.wake();
}

async function enter(people) {
  const entries = await record(placeNow(), people);
  await sendLater(entries);
}

async function sendLater(entries) {
  await refreshEntries();
  say(`${whatOf(entries)}. ${text("inside")} ${byId("inside").textContent}`);
  uploader.wake().catch(report);
}

async function undoGroup(group) {
  const undone = await undo((entry) => entry.group === group);
  await refreshEntries();
  if (undone.length) say(`${text("undone")}: ${whatOf(undone)}`);
  await uploader.wake();
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
    for (const entry of entries) await resend(entry.id);
    await sendNow();
  }),
  dismiss: reported(async ([{ group }]) => {
    await removeEntries((entry) => entry.group === group && entry.state === "refused");
    await refreshEntries();
  }),
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
  byId("key-input").value = "";
  await putSetting("key", given);
  await putSetting("scope", state.scope);
  trouble("");
  await start();
}

async function forget() {
  byId("forget-dialog").close();
  scanner.stop();
  await forgetAll();
  Object.assign(state, { key: null, scope: null, gathering: null, gatherings: [], nextPage: null, entries: [], live: null, rejections: [] });
  await putSetting("language", state.language);
  await putSetting("device", state.device);
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
  await sendLater(await recordOther(placeNow(), "group-visit", data));
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
    await sendLater(await recordOther(placeNow(), "head-count", { people }));
  }));
  byId("open-doors").addEventListener("click", handled(async () => sendLater(await recordOther(placeNow(), "gathering-opened", {}))));
  byId("close-doors").addEventListener("click", handled(async () => sendLater(await recordOther(placeNow(), "gathering-closed", {}))));
  byId("forget").addEventListener("click", () => {
    const waiting = state.entries.filter((entry) => entry.state === "waiting").length;
    byId("forget-question").textContent = text("forgetQuestion", { waiting });
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
  await refreshEntries();
  await uploader.wake();
  await refreshLive();
  await refreshRejections();
}

async function load() {
  state.language = (await getSetting("language")) ?? navigator.languages.map((one) => one.slice(0, 2)).find((one) => languages.includes(one)) ?? "fi";
  setLanguage(state.language);
  for (const name of ["key", "scope", "gathering", "device"]) state[name] = (await getSetting(name)) ?? null;
  state.gatherings = (await getSetting("gatherings")) ?? [];
  if (!state.device) {
    state.device = Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    await putSetting("device", state.device);
  }
  await removeEntries((entry) => ["sent", "undone"].includes(entry.state) && Date.now() - Date.parse(entry.made) > KEPT_MILLISECONDS);
  state.entries = await allEntries();
  navigator.storage?.persist?.().catch(() => {});
  connect();
  showTexts();
  show(view());
  document.documentElement.dataset.ready = "true";
  setInterval(handled(async () => {
    const before = state.reachable;
    await refreshLive();
    await (state.reachable && !before ? uploader.wake() : uploader.nudge());
  }), LIVE_MILLISECONDS);
  setInterval(() => { refreshRejections().catch(report); }, 12 * LIVE_MILLISECONDS);
  await start();
}

navigator.serviceWorker?.register("/service-worker.js").catch(() => {});

load().catch((error) => { trouble(text("noStorage")); console.error(error); });
