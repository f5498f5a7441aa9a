// The desk's first screen: what can be reported with this key, and the form of one event.

import { doubts } from "/check.js";
import { now } from "/clock.js";
import { app, ask, byId, button, onSave, put, took } from "/desk-app.js";
import { Form, lineOf } from "/desk-form.js";
import { lastPeriod, placeId, placeLabel, placeOf, placeOptions, placesNow } from "/desk-place.js";
import { instantIn, timeOf, today } from "/desk-time.js";
import { recordOther } from "/entries.js";
import { FORMS } from "/forms.js";
import { getSetting, putSetting } from "/keep.js";
import { element } from "/show.js";
import { allowed } from "/state.js";
import { clock, dayOf, dayText, text, word } from "/texts.js";

const FUTURE = 10 * 60 * 1000;

let chosen = null;

// Gives the place that was chosen, or else what is open now.
export function placeNow() {
  const places = placesNow();
  return places.find((place) => placeId(place) === chosen) ?? places.find((place) => place.status === "open") ?? places[0] ?? null;
}

const offeredAt = (place) => Object.entries(FORMS).filter(([name, form]) => allowed(name) && (!place || form.programmes.includes(place.programme)));

// Gives the choice of the place; with one alone there is nothing to choose.
export function placeChoice(changed) {
  const select = element("select", { id: "place" }, ...placeOptions().map(([id, label]) => element("option", { value: id }, label)));
  if (placeNow()) select.value = placeId(placeNow());
  select.addEventListener("change", () => { chosen = select.value; changed(); });
  return element("div", {}, element("label", { for: "place" }, text("place")), select);
}

export function drawReports() {
  const place = placeNow();
  if (!place) { put(text("reportHeading"), element("p", {}, text("noPlace"))); return; }
  const offered = offeredAt(place).filter(([, form]) => form.screen === "form");
  const one = (label, go, name) => element("li", {}, button(label, go, { dataset: { report: name } }));
  const closing = ["agency-presence", "head-count", "group-visit", "gathering-closed"].some(allowed);
  put(
    text("reportHeading"),
    placeChoice(drawReports),
    offered.length ? "" : element("p", {}, text("nothingAllowed")),
    element(
      "ul", { class: "reports" },
      ...offered.map(([name, form]) => one(word(form.name), () => app.go("report", name), name)),
      ...(closing && place.kind === "gathering" ? [one(text("closing"), () => app.go("closing"), "closing")] : []),
      ...(place.kind === "gathering" && place.status !== "open" && allowed("gathering-opened") ? [one(word(FORMS["gathering-opened"].name), () => app.go("opening"), "gathering-opened")] : []),
      ...(allowed("pulse") ? [one(text("toKiosk"), () => { location.href = "/kiosk"; }, "kiosk")] : []),
    ),
  );
}

// When it happened: now, unless a day and an hour are given, which the summary says, also when it is closed again.
export function whenPart() {
  const day = element("input", { type: "date", "aria-label": text("day"), max: today() });
  const hour = element("input", { type: "time", "aria-label": text("hour") });
  const error = element("p", { class: "error", role: "alert" });
  const summary = element("summary", {}, text("when"));
  const part = element(
    "details", { class: "when" }, summary,
    element("div", { class: "pair" }, element("div", {}, element("span", {}, text("day")), day), element("div", {}, element("span", {}, text("hour")), hour)), error,
  );
  const empty = (input) => !input.value && !input.validity.badInput;
  let given = false;
  part.addEventListener("toggle", () => { if (part.open && !given && empty(day) && empty(hour)) { day.value = today(); hour.value = timeOf(now()); } });
  part.addEventListener("input", () => {
    given = true;
    error.textContent = "";
    const at = day.value && hour.value ? instantIn(day.value, hour.value) : null;
    summary.textContent = at === null ? text("when") : text("whenAt", { time: `${dayText(at)} ${clock(at)}` });
  });
  const wrong = (message, input) => {
    part.open = true;
    error.textContent = text(message);
    input.focus();
    error.scrollIntoView({ block: "nearest" });
    return undefined;
  };
  return {
    part,
    // Gives the instant, null for now, undefined where half of it is missing or it lies ahead, which is shown.
    read: () => {
      error.textContent = "";
      if ((!part.open && !given) || (empty(day) && empty(hour))) return null;
      if (!day.value) return wrong("noDay", day);
      if (!hour.value) return wrong("noHour", hour);
      const at = instantIn(day.value, hour.value);
      return at <= now() + FUTURE ? at : wrong("inFuture", day);
    },
  };
}

// Asks about each value that is likely a slip, as the gateway would of the programme's events; gives whether all are right.
export async function areSure(form, data, programme) {
  for (const [name, doubt] of doubts(form, data, programme, today())) {
    const field = form.fields.find((one) => one.name === name);
    const question = doubt === "ahead" ? text("sureAhead", { what: word(field.label), day: dayText(`${data[name]}T12:00:00Z`) }) : text("sure", { what: word(field.label), count: data[name] });
    const answer = await ask(question, [["no", text("sureNo")], ["yes", text("sureYes")]]);
    if (answer !== "yes") return false;
  }
  return true;
}

// Gives what a form begins with: what this device entered last in fields that it remembers, and defaults.
export async function beginning(name) {
  const form = FORMS[name];
  const last = (await getSetting(`desk-last-${name}`)) ?? {};
  const initial = {};
  for (const field of form.fields) {
    const value = field.remembered && last[field.name] !== undefined ? last[field.name] : field.default;
    if (value !== undefined) initial[field.name] = value;
  }
  if (initial.period && "first_day" in Object.fromEntries(form.fields.map((field) => [field.name, 1]))) initial.first_day = lastPeriod(initial.period);
  return initial;
}

export const rememberLast = (name, data) =>
  putSetting(`desk-last-${name}`, Object.fromEntries(FORMS[name].fields.filter((field) => field.remembered && data[field.name] !== undefined).map((field) => [field.name, data[field.name]])));

export async function drawForm(name) {
  const form = FORMS[name];
  const place = placeNow();
  if (!form || !place || !allowed(name) || !form.programmes.includes(place.programme)) { app.go("report"); return; }
  const filled = new Form(form, await beginning(name), (field, all) => { if (field === "period") all.put("first_day", lastPeriod(all.data.period)); });
  const when = whenPart();
  const submit = element("form", { novalidate: "" }, ...filled.draw(), when.part,
    element("div", { class: "save" }, button(text("cancel_"), () => app.go("report")), element("button", { type: "submit", class: "primary", id: "save" }, text("save_"))));
  onSave(submit, async () => {
    const at = when.read();
    if (!filled.check() || at === undefined || !(await areSure(form, filled.data, place.programme))) return;
    const entries = await recordOther(placeOf(form, place, filled.data, at === null ? today() : dayOf(at)), name, filled.data, at, { desk: true });
    await rememberLast(name, filled.data);
    app.go("report");
    took(entries, [word(form.name), lineOf(form, filled.data)].filter(Boolean).join(" · "));
  });
  put(word(form.name), element("p", { class: "note" }, `${word(form.help)} ${placeLabel(place)}`), submit);
  byId("screen").querySelector("input, select")?.blur();
}
