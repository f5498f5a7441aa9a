// The kiosk: visitors say how safe they feel or how much they trust, one question, five faces, an age, thanks. Anonymous, offline.

import "/desk-texts.js";
import { now, setClockOffset } from "/clock.js";
import { placeId, placeOf, placesNow } from "/desk-place.js";
import { newId, recordOther } from "/entries.js";
import { face } from "/faces.js";
import { FORMS } from "/forms.js";
import { getKey } from "/gateway.js";
import { allEntries, deviceOfEntries, getSetting, putSetting, removeEntries } from "/keep.js";
import { pace } from "/kiosk-pace.js";
import { element, nameOf } from "/show.js";
import { allowed, state, who } from "/state.js";
import { languages, setLanguage, text, word } from "/texts.js";
import { Uploader } from "/upload.js";

const AGAIN_MILLISECONDS = 15_000;
const KEPT_MILLISECONDS = 24 * 3600 * 1000;
const NAMES = { fi: "Suomi", sv: "Svenska", en: "English" };
const FORM = FORMS.pulse;
const field = (name) => FORM.fields.find((one) => one.name === name);

const byId = (id) => document.getElementById(id);
const uploader = new Uploader({ who: () => (state.key ? who() : null), changed: () => {}, onKeyRefused: () => {}, onNetwork: () => {} });

let setup = null;
let turn = 0;
let timer;
let times = [];

const report = (error) => console.error(error);
const reported = (work) => (...given) => { Promise.resolve(work(...given)).catch(report); };
const button = (label, onclick, more = {}) => element("button", { type: "button", onclick: reported(onclick), ...more }, ...[label].flat());

function put(screen, heading, ...parts) {
  clearTimeout(timer);
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

// What staff sets once: where, before or after, and which question.
function drawSetup() {
  const places = placesNow();
  if (!state.key || !allowed("pulse") || !places.length) {
    put("setup", text("toKiosk"), element("p", {}, text(state.key ? "nothingAllowed" : "kioskNoKey")), element("p", {}, element("a", { href: "/desk" }, text("deskTitle"))));
    return;
  }
  const select = (id, label, options, value) => {
    const made = element("select", { id }, ...options.map(([one, words]) => element("option", { value: one }, words)));
    if (value) made.value = value;
    return element("div", {}, element("label", { for: id }, label), made);
  };
  const labels = (name) => field(name).values.map((value) => [value, word(field(name).labels[value])]);
  put("setup", text("toKiosk"),
    select("kiosk-place", text("place"), places.map((place) => [placeId(place), place.kind === "day" ? `${text("dayOfPlace", { programme: text(place.programme) })} (${place.beginning}…)` : nameOf(place, state.language)]), setup?.place),
    select("kiosk-moment", word(field("moment").label), labels("moment"), setup?.moment ?? "after"),
    select("kiosk-question", word(field("question").label), [...labels("question"), ["both", text("byTurns")]], setup?.question),
    element("p", { class: "note" }, text("kioskHelp")),
    button(text("kioskStart"), async () => {
      setup = { place: byId("kiosk-place").value, moment: byId("kiosk-moment").value, question: byId("kiosk-question").value, language: state.language };
      await putSetting("kiosk", setup);
      document.documentElement.requestFullscreen?.().catch(() => {});
      navigator.wakeLock?.request("screen").catch(() => {});
      drawQuestion();
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
  const given = { id: newId(), at: now(), data: { question, moment: setup.moment, answer } };
  await putSetting("kiosk-answer", given);
  put("age", word(field("age_band").label),
    element("div", { class: "bands" }, ...field("age_band").values.map((band) => button(word(field("age_band").labels[band]), () => keep({ ...given, data: { ...given.data, age_band: band } }), { dataset: { band } }))),
    button(text("notSaid"), () => keep(given), { id: "no-age" }));
  later(pace.idle, () => keep(given));
}

let keeping = null;

// Puts an answer into the queue once, whatever is tapped twice or reloaded.
async function keep({ id, at, data }) {
  if (keeping === id) return;
  keeping = id;
  clearTimeout(timer);
  const there = (await allEntries()).some((entry) => entry.kiosk === id);
  const place = placesNow().find((one) => placeId(one) === setup.place) ?? placesNow()[0];
  if (!there) await recordOther(placeOf(FORM, place, data), "pulse", data, at, { kiosk: id });
  await putSetting("kiosk-answer", null);
  turn += 1;
  times = [...times, now()].slice(-pace.run);
  const fast = times.length === pace.run && now() - times[0] <= pace.within;
  speak(setup.language);
  put("thanks", text(fast ? "kioskPause" : "thanks"));
  if (fast) times = [];
  later(fast ? pace.pause : pace.thanks, drawQuestion);
  uploader.wake().catch(report);
}

function leave() {
  byId("leave-question").textContent = text("leaveKiosk");
  byId("leave-no").textContent = text("cancel_");
  byId("leave-yes").textContent = text("leaveIt");
  byId("leave-key").value = "";
  byId("leave").showModal();
}

async function load() {
  speak((await getSetting("language")) ?? navigator.languages.map((one) => one.slice(0, 2)).find((one) => languages.includes(one)) ?? "fi");
  for (const name of ["key", "scope", "device"]) state[name] = (await getSetting(name)) ?? null;
  setClockOffset((await getSetting("offset")) ?? null);
  state.gatherings = (await getSetting("gatherings")) ?? [];
  state.log = await deviceOfEntries();
  const entries = await allEntries();
  await removeEntries(entries.filter((entry) => entry.kiosk && entry.state === "sent" && now() - Date.parse(entry.event.time) > KEPT_MILLISECONDS).map((entry) => entry.number));
  byId("leave-no").addEventListener("click", () => byId("leave").close());
  byId("leave-form").addEventListener("submit", reported(async () => {
    if (byId("leave-key").value !== state.key.slice(-4)) return;
    await putSetting("kiosk", null);
    setup = null;
    document.exitFullscreen?.().catch(() => {});
    drawSetup();
  }));
  addEventListener("online", () => { uploader.wake().catch(report); });
  setup = (await getSetting("kiosk")) ?? null;
  if (setup) {
    speak(setup.language);
    const left = await getSetting("kiosk-answer");
    if (left) await keep(left);
    else drawQuestion();
  } else drawSetup();
  document.documentElement.dataset.ready = "true";
  if (state.key && navigator.onLine) getKey(who()).catch(() => {}); // measures the clock
  uploader.wake().catch(report);
  setInterval(() => { uploader.nudge().catch(report); }, AGAIN_MILLISECONDS);
}

navigator.serviceWorker?.register("/service-worker.js").catch(() => {});

load().catch(report);
