// The plan: what is coming, made, repeated weekly, changed and cancelled here; and a poster of each.

import { faults } from "/check.js";
import { app, ask, asked, button, byId, keepAnswer, keptAnswer, onSave, put, refusing, took } from "/desk-app.js";
import { Form } from "/desk-form.js";
import { newGathering, placeId, placesNow } from "/desk-place.js";
import { dayAfter, instantIn, timeOf, today } from "/desk-time.js";
import { recordOther, recordTogether } from "/entries.js";
import { FORMS } from "/forms.js";
import { getCode, getPlan } from "/gateway.js";
import { getSetting, putSetting } from "/keep.js";
import { element, nameOf } from "/show.js";
import { allowed, sourceOf, state, who } from "/state.js";
import { clock, dayOf, dayText, text, word } from "/texts.js";

const WEEKS = [1, 2, 4, 8, 12];
const VENUE = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,79}$/;

let known = null;

async function refresh() {
  const found = await asked(() => getPlan(who()));
  if (found?.gatherings) await keepAnswer("desk-plan", known = found.gatherings);
  known ??= (await keptAnswer("desk-plan"))?.rows ?? [];
}

// The plan as it is after what this device entered and no answer of the gateway has yet.
function planNow() {
  const plan = new Map(known.map((one) => [`${one.programme}/${one.gathering}`, one]));
  for (const entry of state.entries.filter((one) => one.desk && !one.undone && ["waiting", "sent"].includes(one.state))) {
    const programme = entry.event.type.split(".")[3];
    const id = `${programme}/${entry.event.subject}`;
    const data = entry.now ?? entry.event.data;
    if (entry.name === "gathering-scheduled" && dayOf(data.starts) >= today()) {
      const { name, starts, ends = null, capacity = null, venue } = data;
      plan.set(id, { ...plan.get(id), programme, gathering: entry.event.subject, status: "scheduled", name, starts, ends, capacity, venue: venue?.id ?? null, venueName: venue?.name, district: venue?.district ?? null });
    } else if (entry.name === "gathering-cancelled" && plan.has(id)) plan.set(id, { ...plan.get(id), status: "cancelled" });
  }
  return [...plan.values()].toSorted((one, other) => Date.parse(one.starts) - Date.parse(other.starts));
}

const hours = (one) => `${clock(one.starts)}${one.ends ? `–${clock(one.ends)}` : ""}`;
const sender = () => sourceOf(state.scope, state.device);
const at = (one) => ({ gathering: { programme: one.programme, gathering: one.gathering }, source: sender() });

export async function drawPlan() {
  if (!known) await refresh();
  else refresh().then(() => { if (location.hash === "#plan") list(); });
  list();
}

function list() {
  const gatherings = planNow();
  put(
    text("plan"),
    allowed("gathering-scheduled") ? button(text("newGathering"), () => app.go("planned", "new"), { class: "primary", id: "new-gathering" }) : "",
    gatherings.length ? "" : element("p", {}, text("nothingPlanned")),
    element("ul", { class: "choices" }, ...gatherings.map((one) => element("li", { dataset: { gathering: one.gathering, state: one.status } }, element(
      "button", { type: "button", onclick: () => app.go("planned", `${one.programme}/${one.gathering}`) }, nameOf(one, state.language),
      element("span", {}, [dayText(one.starts), hours(one), text(one.programme), one.status === "cancelled" && text("cancelledNow")].filter(Boolean).join(" · ")),
    )))),
  );
}

async function cancel(one) {
  if (refusing()) return;
  const [reason] = FORMS["gathering-cancelled"].fields;
  const chosen = await ask(text("whyCancel"), [...reason.values.map((value) => [value, word(reason.labels[value])]), ["", text("notSaid")]]);
  if (chosen === null) return;
  const entries = await recordOther(at(one), "gathering-cancelled", chosen ? { reason: chosen } : {}, null, { desk: true });
  app.go("plan");
  took(entries, `${word(FORMS["gathering-cancelled"].name)} · ${nameOf(one, state.language)}`);
}

const input = (type, label, value, more = {}) => {
  const made = element("input", { type, "aria-label": label, ...more });
  made.value = value ?? "";
  return made;
};
const labelled = (label, control) => element("fieldset", {}, element("legend", {}, label), control, element("p", { class: "error", role: "alert" }));

// Gives the venue that was written: one that is known by its id, or a new one by its name.
function venueOf(written, district, before) {
  const name = written.trim();
  if (!name) return undefined;
  const seen = planNow().find((one) => one.venue && (one.venue === name || Object.values(one.venueName ?? {}).includes(name))) ?? before;
  const id = seen?.venue && (seen.venue === name || Object.values(seen.venueName ?? {}).includes(name)) ? seen.venue
    : VENUE.test(name) && name.includes(":") ? name : `venue:${name.normalize("NFD").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase().slice(0, 70)}`;
  if (!VENUE.test(id) || id === "venue:") return null;
  return { id, name: id === name ? {} : { [state.language]: name.slice(0, 300) }, ...(district ? { district } : {}) };
}

export async function drawPlanned(id) {
  if (!known) await refresh();
  const before = planNow().find((one) => `${one.programme}/${one.gathering}` === id) ?? null;
  const places = placesNow().filter((place) => place.kind === "day");
  if ((id !== "new" && !before) || (id === "new" && !places.length)) { app.go("plan"); return; }
  const last = before ? {} : ((await getSetting("desk-last-plan")) ?? {});
  const name = input("text", text("planName"), before ? nameOf(before, state.language) : last.name, { maxlength: 300 });
  const day = input("date", text("day"), before ? dayOf(before.starts) : today());
  const from = input("time", text("planFrom"), before ? timeOf(Date.parse(before.starts)) : last.from ?? "17:00");
  const to = input("time", text("planTo"), before ? (before.ends ? timeOf(Date.parse(before.ends)) : "") : last.to ?? "21:00");
  const venue = input("text", text("planVenue"), before ? Object.values(before.venueName ?? {})[0] ?? before.venue : last.venue, { maxlength: 120, list: "venues" });
  const form = FORMS["gathering-scheduled"];
  const rest = new Form({ ...form, fields: form.fields.filter((field) => field.name === "capacity").map((field) => ({ ...field, folded: false })), rules: [], many: {} },
    { capacity: (before ? before.capacity : last.capacity) ?? undefined });
  if (rest.data.capacity === undefined) delete rest.data.capacity;
  const where = element("select", { id: "plan-place", "aria-label": text("planProgramme") }, ...places.map((place) => element("option", { value: placeId(place) }, `${text(place.programme)} (${place.beginning}…)`)));
  if (places.some((place) => placeId(place) === last.place)) where.value = last.place;
  const weeks = element("select", { id: "weeks", "aria-label": text("repeat") }, ...WEEKS.map((count) => element("option", { value: count }, text(count === 1 ? "once" : "weekly", { count }))));
  const parts = { name: labelled(text("planName"), name), starts: labelled(text("planWhen"), element("div", { class: "planned" }, day, element("div", { class: "pair" }, from, to))), venue: labelled(text("planVenue"), venue) };
  const submit = element("form", { novalidate: "", id: "plan-form" },
    before || places.length === 1 ? "" : labelled(text("planProgramme"), where), parts.name, parts.starts, before ? "" : labelled(text("repeat"), weeks), parts.venue,
    element("datalist", { id: "venues" }, ...[...new Set(planNow().map((one) => Object.values(one.venueName ?? {})[0] ?? one.venue).filter(Boolean))].map((value) => element("option", { value }))),
    ...rest.draw(),
    element("div", { class: "save" }, button(text("cancel_"), () => app.go("plan")), element("button", { type: "submit", class: "primary", id: "save" }, text("save_"))));
  onSave(submit, async () => {
    const place = before ? { kind: "gathering", programme: before.programme } : places.find((one) => placeId(one) === where.value);
    const planned = dataOf();
    if (!planned) return;
    const taken = new Set(planNow().filter((one) => one.programme === place.programme).map((one) => one.gathering));
    const entries = [];
    for (let week = 0; week < (before ? 1 : Number(weeks.value)); week += 1) {
      const on = dayAfter(day.value, 7 * week);
      const gathering = before ? before.gathering : newGathering(place.beginning, on, navigator.onLine ? taken : null);
      taken.add(gathering);
      entries.push(...await recordTogether({ gathering: { programme: place.programme, gathering }, source: sender() }, [["gathering-scheduled", planned(on)]], { desk: true }));
    }
    if (!before) await putSetting("desk-last-plan", { name: name.value, from: from.value, to: to.value, venue: venue.value, capacity: rest.data.capacity, place: where.value });
    app.go("plan");
    took(entries, [name.value, dayText(entries[0].event.data.starts), entries.length > 1 && text("weekly", { count: entries.length })].filter(Boolean).join(" · "));
  });

  // Gives what makes the plan of a day, or null where something is wrong, which is shown.
  function dataOf() {
    for (const part of Object.values(parts)) part.querySelector(".error").textContent = "";
    const wrong = (part, message) => { parts[part].querySelector(".error").textContent = message; parts[part].querySelector("input").focus(); return null; };
    const place = venueOf(venue.value, before?.district, before);
    if (place === null) return wrong("venue", text("notListed"));
    if (!day.value || !from.value || to.validity.badInput) return wrong("starts", text("noDay"));
    const planned = (on) => {
      const starts = instantIn(on, from.value);
      const ends = to.value ? instantIn(to.value <= from.value ? dayAfter(on, 1) : on, to.value) : null;
      return { name: { ...before?.name, [state.language]: name.value.trim() }, starts: new Date(starts).toISOString(), ...(ends ? { ends: new Date(ends).toISOString() } : {}), ...(place ? { venue: place } : {}), ...rest.data };
    };
    const [first] = faults(form, planned(day.value));
    if (!name.value.trim()) return wrong("name", text("missing"));
    if (first && first.field !== "capacity") return wrong(parts[first.field] ? first.field : "starts", text(first.fault, first));
    return rest.check() ? planned : null;
  }

  put(before ? nameOf(before, state.language) : text("newGathering"),
    before ? element("div", { class: "beside" }, button(text("poster"), () => app.go("poster", id)), allowed("gathering-cancelled") && before.status !== "cancelled" ? button(text("cancelIt"), () => cancel(before), { id: "cancel-it" }) : "") : "",
    allowed("gathering-scheduled") ? submit : "");
}

// A poster of one gathering, to be printed: its code opens the door with the gathering chosen.
export async function drawPoster(id) {
  if (!known) await refresh();
  const one = planNow().find((planned) => `${planned.programme}/${planned.gathering}` === id);
  if (!one) { app.go("plan"); return; }
  const found = await asked(() => getCode(who(), one));
  put(
    nameOf(one, state.language),
    element("div", { class: "poster-view" }, element("p", {}, `${dayText(one.starts)} ${hours(one)}`),
      found ? element("img", { alt: found.link, src: `data:image/svg+xml;utf8,${encodeURIComponent(found.svg)}` }) : element("p", {}, text("keyNeedsNetwork")),
      element("p", {}, text("posterHelp")), element("p", { class: "note" }, one.gathering)),
    element("div", { class: "beside no-print" }, button(text("back"), () => app.go("planned", id)), button(text("print"), () => print(), { class: "primary" })),
  );
  byId("screen").querySelector("img")?.setAttribute("id", "poster-code");
}
