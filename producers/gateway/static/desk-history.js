// What this device reported, by day: to look at, to change, to take back, and to mend where it was refused.

import { app, ask, asked, button, onSave, put, refusing, took } from "/desk-app.js";
import { Form, lineOf } from "/desk-form.js";
import { movedTo } from "/desk-place.js";
import { areSure } from "/desk-report.js";
import { correct, gatheringOf, resend, saidNow, undo } from "/entries.js";
import { FORMS } from "/forms.js";
import { getRejections } from "/gateway.js";
import { changeEntries, removeEntries } from "/keep.js";
import { element, plainReason, rejectionItem } from "/show.js";
import { allowed, remember, state, who } from "/state.js";
import { clock, dayOf, dayText, text, word } from "/texts.js";

const REASONS = ["mistake", "duplicate", "test", "requested", "other"];

const reportedHere = () => state.entries.filter((entry) => entry.desk && FORMS[entry.name]);
const amendmentsOf = (entry) => state.entries.filter((one) => one.retracts === entry.id || one.corrects === entry.id);

async function takeBack(entry) {
  if (refusing()) return;
  const reason = await ask(text("whyBack"), REASONS.map((one) => [one, text(`reason_${one}`)]));
  if (reason) took(await undo([entry.number], reason));
}

async function remove(entry) {
  await removeEntries([entry.number]);
  state.entries = state.entries.filter((one) => one.number !== entry.number);
  app.shown();
}

function stateWords(entry) {
  const waits = amendmentsOf(entry).some((one) => one.state === "waiting");
  const undone = entry.undone || entry.state === "undone";
  return [text(entry.state), undone && entry.state !== "undone" && text("takenBack"), !undone && entry.before && text("mended"), waits && text("changing")].filter(Boolean).join(" · ");
}

function item(entry) {
  const form = FORMS[entry.name];
  const before = entry.before?.at(-1);
  const undone = entry.undone || entry.state === "undone";
  const said = element("p", { class: "said" }, ...(before ? [element("s", {}, lineOf(form, before)), " → "] : []), lineOf(form, saidNow(entry)));
  const made = element("li", { dataset: { state: entry.state, undone, id: entry.id } }, element(
    "div", {}, element("span", { class: "what" }, word(form.name)), element("span", { class: "note" }, clock(entry.event.time)), element("span", { class: "state" }, stateWords(entry)),
  ), said);
  if (entry.state === "refused") {
    made.append(element("p", {}, plainReason(entry)));
    made.append(element("div", {},
      button(text("edit"), () => app.go("edit", entry.id)),
      button(text("resend"), async () => took(await resend([entry.number]))),
      button(text("dismiss"), () => remove(entry))));
  } else if (!undone) {
    const inPlace = entry.state === "waiting" && !entry.tried;
    made.append(element("div", {},
      ...(form.fields.length && form.screen === "form" && (inPlace || allowed("correction")) ? [button(text("edit"), () => app.go("edit", entry.id))] : []),
      ...(inPlace || allowed("retraction") ? [button(text("takeBack"), () => takeBack(entry))] : [])));
  }
  return made;
}

export function drawHistory() {
  const days = new Map();
  for (const entry of reportedHere().toSorted((one, other) => Date.parse(other.event.time) - Date.parse(one.event.time))) {
    const day = dayOf(entry.event.time);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  put(
    text("history"),
    days.size ? "" : element("p", {}, text("nothingYet")),
    ...[...days.values()].map((entries) => element("div", { class: "day" }, element("h3", {}, dayText(entries[0].event.time)), element("ul", { class: "entries" }, ...entries.map(item)))),
    element("div", { class: "day" }, element("h3", {}, text("reported")),
      state.rejections.length ? element("ul", { class: "entries", id: "rejections" }, ...state.rejections.map(rejectionItem)) : element("p", { class: "note" }, text("noneReported"))),
  );
}

export function drawEdit(id) {
  const entry = reportedHere().find((one) => one.id === id);
  if (!entry) { app.go("history"); return; }
  const form = FORMS[entry.name];
  const filled = new Form(form, saidNow(entry));
  const submit = element("form", { novalidate: "" }, ...filled.draw(),
    element("div", { class: "save" }, button(text("cancel_"), () => app.go("history")), element("button", { type: "submit", class: "primary", id: "save" }, text("save_"))));
  onSave(submit, async () => {
    if (!filled.check() || !(await areSure(form, filled.data, entry.event.type.split(".")[3]))) return;
    const changed = await correct(entry.number, filled.data, movedTo(form, gatheringOf(entry), saidNow(entry), filled.data));
    app.go("history");
    took(changed);
  });
  put(text("editHeading", { what: word(form.name) }), submit);
}

// Asks what the worker refused or flagged later: entries of this device are marked, all others are listed.
export async function refreshRejections() {
  const found = await asked(() => getRejections(who()));
  if (!found?.rejections) return;
  const refused = new Map(found.rejections.map((one) => [`${one.source} ${one.id}`, one]));
  const of = (entry) => refused.get(`${entry.event.source} ${entry.id}`);
  const later = state.entries.filter((entry) => entry.desk && entry.state === "sent" && of(entry) && !(entry.sent > Date.parse(of(entry).received) + 60_000));
  remember(await changeEntries(later.map((entry) => entry.number), (entry) => ({ ...entry, state: "refused", reason: of(entry).reason, remedy: of(entry).remedy })));
  state.rejections = [...found.rejections, ...(found.flags ?? [])];
  app.shown();
}
