// The open concerns of the key's gatherings: picked, said what happened, saved.

import { app, asked, button, keepAnswer, keptAnswer, onSave, put, took } from "/desk-app.js";
import { Form, lineOf } from "/desk-form.js";
import { recordOther } from "/entries.js";
import { FORMS } from "/forms.js";
import { getConcerns } from "/gateway.js";
import { element } from "/show.js";
import { allowed, sourceOf, state, who } from "/state.js";
import { dayText, duration, text, word } from "/texts.js";

const HOUR = 3600 * 1000;

let open = null;

const keyOf = (concern) => `${concern.source} ${concern.id}`;

// What this device entered itself is known at once: concerns that no answer of the gateway has yet, and those handled.
function openNow() {
  const handled = new Map();
  for (const entry of state.entries) {
    if (entry.name !== "concern-handled" || entry.undone || entry.state === "refused") continue;
    const { concern, source, status } = entry.event.data;
    handled.set(`${source ?? entry.event.source} ${concern}`, status);
  }
  const known = new Set(open.map(keyOf));
  const mine = state.entries.filter((entry) => entry.name === "concern-raised" && !entry.undone && ["waiting", "sent"].includes(entry.state)).map((entry) => ({
    programme: entry.event.type.split(".")[3], gathering: entry.event.subject, source: entry.event.source, id: entry.id,
    raised: entry.event.time, status: "raised", mine: entry.state === "waiting", ...(entry.now ?? entry.event.data),
  })).filter((one) => one.mine && !known.has(keyOf(one)));
  return [...open, ...mine].filter((one) => !["answered", "solved"].includes(handled.get(keyOf(one)))).map((one) => ({ ...one, status: handled.get(keyOf(one)) ?? one.status }));
}

const label = (form, field, value) => (value ? word(FORMS[form].fields.find((one) => one.name === field).labels[value]) : "");

function words(concern) {
  return [label("concern-raised", "category", concern.category), label("concern-raised", "place_kind", concern.place_kind), label("concern-raised", "district", concern.district)].filter(Boolean).join(" · ");
}

async function refresh() {
  const found = await asked(() => getConcerns(who()));
  if (found?.concerns) await keepAnswer("desk-concerns", open = found.concerns);
  open ??= (await keptAnswer("desk-concerns"))?.rows ?? [];
}

export async function drawConcerns() {
  if (!open) await refresh();
  else refresh().then(() => { if (location.hash === "#concerns") list(); });
  list();
}

function list() {
  const concerns = openNow();
  put(text("concerns"), concerns.length ? "" : element("p", {}, text("noConcerns")), element("ul", { class: "choices" }, ...concerns.map((concern) => {
    const since = Math.max(0, Date.now() - Date.parse(concern.raised));
    const about = [dayText(concern.raised), text("openFor", { time: duration(Math.max(since, HOUR)) }), concern.status !== "raised" && label("concern-handled", "status", concern.status)];
    return element("li", {}, button(words(concern), () => app.go("concern", keyOf(concern)), { disabled: allowed("concern-handled") ? undefined : "" }), element("p", { class: "note" }, about.filter(Boolean).join(" · ")));
  })));
}

export async function drawConcern(id) {
  if (!open) await refresh();
  const concern = openNow().find((one) => keyOf(one) === id);
  if (!concern || !allowed("concern-handled")) { app.go("concerns"); return; }
  const form = FORMS["concern-handled"];
  const filled = new Form(form, {}, (field, all) => { if (field === "passed_to" && all.data.passed_to && !all.data.status) all.put("status", "passed-on"); });
  const submit = element("form", { novalidate: "" }, ...filled.draw(),
    element("div", { class: "save" }, button(text("cancel_"), () => app.go("concerns")), element("button", { type: "submit", class: "primary", id: "save" }, text("save_"))));
  onSave(submit, async () => {
    if (!filled.check()) return;
    const place = { gathering: { programme: concern.programme, gathering: concern.gathering }, source: sourceOf(state.scope, state.device) };
    const entries = await recordOther(place, "concern-handled", { concern: concern.id, source: concern.source, ...filled.data }, null, { desk: true });
    app.go("concerns");
    took(entries, `${word(form.name)} · ${lineOf(form, filled.data)}`);
  });
  put(words(concern), submit);
}
