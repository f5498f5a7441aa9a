// The end of an evening: who was there, how many at the end, groups that were forgotten, and the doors.

import { app, button, onSave, put, refusing, took } from "/desk-app.js";
import { Form } from "/desk-form.js";
import { placeLabel } from "/desk-place.js";
import { areSure, placeNow } from "/desk-report.js";
import { recordTogether } from "/entries.js";
import { FORMS } from "/forms.js";
import { getSetting, putSetting } from "/keep.js";
import { element } from "/show.js";
import { allowed, sourceOf, state } from "/state.js";
import { text, word } from "/texts.js";

const field = (event, name) => FORMS[event].fields.find((one) => one.name === name);

// A form with the fields of several events; nothing of it must be filled in.
function listForm() {
  const agencies = { ...field("agency-presence", "agency"), name: "agencies", control: "choices", label: [text("agenciesHere"), text("agenciesHere"), text("agenciesHere")], required: false, most: 9 };
  const people = { ...field("head-count", "people"), required: false };
  const group = { ...field("group-visit", "people"), name: "group", required: false, folded: true, label: [text("groupForgotten"), text("groupForgotten"), text("groupForgotten")] };
  const kind = { ...field("group-visit", "kind"), required: false, folded: true };
  const offered = [["agency-presence", agencies], ["head-count", people], ["group-visit", group], ["group-visit", kind]];
  return { fields: offered.filter(([event]) => allowed(event)).map(([, one]) => one), rules: [], many: { people: FORMS["head-count"].many.people, group: FORMS["group-visit"].many.people }, many_at: FORMS["head-count"].many_at, history: [] };
}

export async function drawClosing() {
  const place = placeNow();
  if (place?.kind !== "gathering") { app.go("report"); return; }
  const form = listForm();
  const last = await getSetting("desk-last-closing");
  const filled = new Form(form, last?.agencies && allowed("agency-presence") ? { agencies: last.agencies } : {});
  const closes = allowed("gathering-closed");
  const submit = element("form", { novalidate: "" }, ...filled.draw(),
    element("div", { class: "save" }, button(text("cancel_"), () => app.go("report")), element("button", { type: "submit", class: "primary", id: "save" }, text(closes ? "closeNow" : "save_"))));
  onSave(submit, async () => {
    const { agencies = [], people, group, kind } = filled.data;
    if (group !== undefined && !kind) { filled.put("kind", undefined); filled.form.fields.find((one) => one.name === "kind").required = true; }
    if (!filled.check() || !(await areSure(form, filled.data, place.programme))) return;
    const named = [
      ...agencies.map((agency) => ["agency-presence", { agency }]),
      ...(people === undefined ? [] : [["head-count", { people }]]),
      ...(group === undefined ? [] : [["group-visit", { people: group, kind }]]),
      ...(closes ? [["gathering-closed", {}]] : []),
    ];
    if (!named.length) { app.go("report"); return; }
    const at = { gathering: { programme: place.programme, gathering: place.gathering }, source: sourceOf(state.scope, state.device) };
    const entries = await recordTogether(at, named, { desk: true });
    await putSetting("desk-last-closing", { agencies });
    app.go("report");
    took(entries, text("closing"));
  });
  put(text("closing"), element("p", { class: "note" }, placeLabel(place)), submit);
}

// Opens the doors, and goes back to what can be reported.
export async function drawOpening() {
  const place = placeNow();
  app.go("report");
  if (place?.kind !== "gathering" || !allowed("gathering-opened") || refusing()) return;
  const at = { gathering: { programme: place.programme, gathering: place.gathering }, source: sourceOf(state.scope, state.device) };
  took(await recordTogether(at, [["gathering-opened", {}]], { desk: true }), word(FORMS["gathering-opened"].name));
}
