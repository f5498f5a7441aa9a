// The kiosk: visitors say how safe they feel or how much they trust, one question, five faces, an age, thanks. Anonymous, offline.

import "/desk-texts.js";
import { now, setClockOffset } from "/clock.js";
import { allGatherings, placeId, placeLabel, placeOf, placeOptions, placesNow } from "/desk-place.js";
import { newId, recordOther } from "/entries.js";
import { face } from "/faces.js";
import { FORMS } from "/forms.js";
import { getKey } from "/gateway.js";
import { allEntries, deviceOfEntries, getSetting, putSetting, removeEntries, whenChangedElsewhere } from "/keep.js";
import { answerTo, refused, whenKeyChanges } from "/key-state.js";
import { pace } from "/kiosk-pace.js";
import { element } from "/show.js";
import { allowed, state, taking, who } from "/state.js";
import { languages, setLanguage, text, word } from "/texts.js";
import { Uploader } from "/upload.js";

const AGAIN_MILLISECONDS = 15_000;
const LISTED_MILLISECONDS = 60_000;
const KEPT_MILLISECONDS = 24 * 3600 * 1000;
const NAMES = { fi: "Suomi", sv: "Svenska", en: "English" };
const FORM = FORMS.pulse;
const field = (name) => FORM.fields.find((one) => one.name === name);

const byId = (id) => document.getElementById(id);
const uploader = new Uploader({ who: () => (state.key && taking() ? who() : null), changed: () => {}, onKeyRefused: (key) => { refused(key).catch(report); }, onNetwork: () => {} });

let setup = null;
let turn = 0;
let timer;
let drawnAt = 0;

const report = (error) => console.error(error);
const reported = (work) => (...given) => { Promise.resolve(work(...given)).catch(report); };
const button = (label, onclick, more = {}) => element("button", { type: "button", onclick: reported(onclick), ...more }, ...[label].flat());

function put(screen, heading, ...parts) {
  clearTimeout(timer);
  drawnAt = performance.now();
  byId("kiosk").dataset.screen = screen;
  byId("kiosk").replaceChildren(element("h1", { id: "kiosk-heading", tabindex: "-1" }, heading), ...parts);
}

const later = (milliseconds, work) => { timer = setTimeout(reported(work), milliseconds); };

function speak(language) {
  state.language = language;
  setLanguage(language);
  document.documentElement.lang = language;
  document.title = text("toKiosk");
}

// With a key that is not valid no answer would be kept.
whenKeyChanges(async () => { if (setup && rests()) await drawAnew(); });

// Gives what the gateway answered, or null where it could not be asked.
async function asked(question) {
  if (!state.key || !navigator.onLine) return null;
  const answer = await answerTo(question);
  return answer?.status === 200 ? answer.content : null;
}

// Whether no visitor is in the middle of an answer, which is kept first.
const rests = () => ["question", "stopped"].includes(byId("kiosk").dataset.screen);

// Asks which gatherings there are: one that the kiosk stands at may be over, or cancelled.
async function refresh() {
  const found = await allGatherings(asked);
  if (!found) return;
  await putSetting("gatherings", state.gatherings = found);
  if (setup && rests() && Boolean(placeHere()) !== (byId("kiosk").dataset.screen === "question")) await drawAnew();
}

const placeHere = () => placesNow().find((place) => placeId(place) === setup.place);

// Says to visitors that no answer is taken, and to staff why.
function drawStopped(why, values = {}) {
  put("stopped", text("kioskStopped"), element("p", { class: "note", role: "status" }, text(why, values)), element("div", { class: "bottom" }, button(text("staff"), leave, { id: "staff" })));
}

// Draws what a kiosk that is set up shows now: the rest of a pause, a question, or why there is none.
async function drawAnew() {
  const until = (await getSetting("kiosk-pause"))?.until ?? 0;
  const left = Math.min(until - now(), pace.pause);
  if (!taking()) drawStopped("kioskRevoked");
  else if (!placeHere()) drawStopped("kioskPlaceGone", { place: setup.label ?? setup.place });
  else if (left > 0) drawPause(left);
  else drawQuestion();
}

function drawPause(milliseconds) {
  put("thanks", text("kioskPause"));
  later(milliseconds, drawAnew);
}

// What staff sets once: where, before or after, and which question.
function drawSetup() {
  const places = placesNow();
  if (!state.key || !allowed("pulse") || !places.length || !taking()) {
    const why = !state.key ? "kioskNoKey" : taking() ? "nothingAllowed" : "kioskKeyRevoked";
    put("setup", text("toKiosk"), element("p", {}, text(why)), element("p", {}, element("a", { href: "/desk" }, text("deskTitle"))));
    return;
  }
  const select = (id, label, options, value) => {
    const made = element("select", { id }, ...options.map(([one, words]) => element("option", { value: one }, words)));
    if (value) made.value = value;
    return element("div", {}, element("label", { for: id }, label), made);
  };
  const labels = (name) => field(name).values.map((value) => [value, word(field(name).labels[value])]);
  put("setup", text("toKiosk"),
    select("kiosk-place", text("place"), placeOptions(), setup?.place),
    select("kiosk-moment", word(field("moment").label), labels("moment"), setup?.moment ?? "after"),
    select("kiosk-question", word(field("question").label), [...labels("question"), ["both", text("byTurns")]], setup?.question),
    element("p", { class: "note" }, text("kioskHelp")),
    button(text("kioskStart"), async () => {
      setup = { place: byId("kiosk-place").value, moment: byId("kiosk-moment").value, question: byId("kiosk-question").value, language: state.language };
      setup.label = placeLabel(placeHere());
      await putSetting("kiosk", setup);
      document.documentElement.requestFullscreen?.().catch(() => {});
      navigator.wakeLock?.request("screen").catch(() => {});
      stayHere();
      await drawAnew();
    }, { class: "primary", id: "kiosk-start" }),
    element("p", {}, element("a", { href: "/desk" }, text("deskTitle"))));
}

const questionNow = () => (setup.question === "both" ? field("question").values[turn % 2] : setup.question);

function drawQuestion() {
  const question = questionNow();
  put("question", word(field("question").labels[question]),
    element("div", { class: "answers" }, ...field("answer").values.map((value) => button([face(value), word(field("answer").labels[value])], () => answered(question, Number(value)), { dataset: { answer: value } }))),
    element("div", { class: "bottom" },
      element("div", { class: "languages" }, ...languages.map((one) => button(NAMES[one], () => { speak(one); drawQuestion(); }, { lang: one, "aria-pressed": String(one === state.language) }))),
      button(text("staff"), leave, { id: "staff" })));
}

// An answer is safe from here on: a page that is closed before the age is asked keeps it without one.
async function answered(question, answer) {
  if (byId("kiosk").dataset.screen !== "question") return; // tapped twice
  byId("kiosk").dataset.screen = "answered";
  const place = placeHere();
  if (!place || !taking()) { await drawAnew(); return; }
  const data = { question, moment: setup.moment, answer };
  const given = { id: newId(), at: now(), place: placeOf(FORM, place, data), data };
  if (!(await isKept(() => putSetting("kiosk-answer", given)))) return;
  put("age", word(field("age_band").label),
    element("div", { class: "bands" }, ...field("age_band").values.map((band) => button(word(field("age_band").labels[band]), () => keep({ ...given, data: { ...given.data, age_band: band } }), { dataset: { band } }))),
    button(text("notSaid"), () => keep(given), { id: "no-age" }));
  later(pace.idle, () => keep(given));
}

// Whether the device keeps something; where it cannot nobody is thanked.
async function isKept(work) {
  try {
    await work();
    return true;
  } catch (error) {
    report(error);
    drawStopped("kioskNotKept");
    later(pace.pause, drawAnew);
    return false;
  }
}

let keeping = null;

// Puts an answer into the queue once, at the place where it was given, whatever is tapped twice or reloaded.
async function keep({ id, at, place, data }) {
  if (keeping === id) return;
  keeping = id;
  clearTimeout(timer);
  const kept = await isKept(async () => {
    const there = (await allEntries()).some((entry) => entry.kiosk === id);
    if (!there) await recordOther(place, "pulse", data, at, { kiosk: id });
    await putSetting("kiosk-answer", null);
  });
  if (!kept) { keeping = null; return; }
  turn += 1;
  const times = [...((await getSetting("kiosk-pause"))?.times ?? []), now()].slice(-pace.run);
  const fast = times.length === pace.run && now() - times[0] <= pace.within;
  await putSetting("kiosk-pause", fast ? { times: [], until: now() + pace.pause } : { times }); // a reload ends no pause
  speak(setup.language);
  if (fast) drawPause(pace.pause);
  else {
    put("thanks", text("thanks"));
    later(pace.thanks, drawAnew);
  }
  uploader.wake().catch(report);
}

// Back leads to the kiosk again: it is left by the code alone.
function stayHere() {
  history.pushState("kiosk", "");
}

function leave() {
  byId("leave-question").textContent = text("leaveKiosk");
  byId("leave-no").textContent = text("cancel_");
  byId("leave-yes").textContent = text("leaveIt");
  byId("leave-key").value = byId("leave-error").textContent = "";
  byId("leave").showModal();
}

async function load() {
  speak((await getSetting("language")) ?? navigator.languages.map((one) => one.slice(0, 2)).find((one) => languages.includes(one)) ?? "fi");
  for (const name of ["key", "scope", "device"]) state[name] = (await getSetting(name)) ?? null;
  state.revoked = (await getSetting("revoked")) ?? false;
  setClockOffset((await getSetting("offset")) ?? null);
  state.gatherings = (await getSetting("gatherings")) ?? [];
  state.log = await deviceOfEntries();
  const entries = await allEntries();
  await removeEntries(entries.filter((entry) => entry.kiosk && entry.state === "sent" && now() - Date.parse(entry.event.time) > KEPT_MILLISECONDS).map((entry) => entry.number));
  byId("leave-no").addEventListener("click", () => byId("leave").close());
  byId("leave-form").addEventListener("submit", reported(async (event) => {
    event.preventDefault();
    if (byId("leave-key").value !== state.key.slice(-4)) {
      byId("leave-error").textContent = text("wrongCode");
      byId("leave-key").select();
      return;
    }
    byId("leave").close();
    await putSetting("kiosk", null);
    setup = null;
    document.exitFullscreen?.().catch(() => {});
    drawSetup();
  }));
  byId("kiosk").addEventListener("click", (event) => {
    if (setup && performance.now() - drawnAt < pace.deaf) event.stopPropagation();
  }, { capture: true });
  addEventListener("popstate", () => { if (setup) stayHere(); });
  whenChangedElsewhere(reported(async () => { if (((await getSetting("key")) ?? null) !== state.key) location.reload(); }));
  addEventListener("online", () => { uploader.wake().catch(report); });
  setup = (await getSetting("kiosk")) ?? null;
  if (setup) {
    speak(setup.language);
    stayHere();
    const left = await getSetting("kiosk-answer");
    if (left?.place) await keep(left);
    else await drawAnew();
  } else drawSetup();
  document.documentElement.dataset.ready = "true";
  asked(() => getKey(who())).then(refresh).catch(report); // measures the clock, too
  uploader.wake().catch(report);
  setInterval(reported(refresh), LISTED_MILLISECONDS);
  setInterval(() => { uploader.nudge().catch(report); }, AGAIN_MILLISECONDS);
}

navigator.serviceWorker?.register("/service-worker.js").catch(() => {});

load().catch(report);
