// What the desk's screens share: saving, asking, and saying what came of it.

import { now } from "/clock.js";
import { undo } from "/entries.js";
import { getSetting, putSetting } from "/keep.js";
import { answerTo } from "/key-state.js";
import { element } from "/show.js";
import { remember, state, taking } from "/state.js";
import { text } from "/texts.js";

export const byId = (id) => document.getElementById(id);

// Set by the page: sends what waits, shows what changed, goes to another screen. `switched` until the new screen has the focus.
export const app = { send: () => {}, shown: () => {}, go: () => {}, switched: false };

export function trouble(message) {
  byId("trouble").textContent = message ?? "";
  byId("trouble").hidden = !message;
}

// Takes entries that were added or changed; `words` say what they are, above the screen, with a way back.
export function took(entries, words = "") {
  remember(entries);
  const numbers = entries.filter((entry) => !["retraction", "correction"].includes(entry.name)).map((entry) => entry.number);
  byId("saved").hidden = !words;
  byId("saved-words").textContent = words && text("savedAs", { what: words });
  byId("saved-undo").hidden = !numbers.length;
  byId("saved-undo").onclick = async () => {
    const undone = await undo(numbers);
    byId("saved").hidden = true;
    byId("screen-heading")?.focus();
    remember(undone);
    app.shown();
    app.send();
  };
  app.shown();
  app.send();
}

// Asks a question; gives the value of the answer that was chosen, or null.
export function ask(question, answers) {
  const dialog = byId("ask");
  byId("ask-question").textContent = question;
  return new Promise((resolve) => {
    let chosen = null;
    byId("ask-answers").replaceChildren(...answers.map(([value, label], place) => element("button", {
      type: "button", class: place ? "" : "primary", dataset: { answer: value }, onclick: () => { chosen = value; dialog.close(); },
    }, label)));
    dialog.onclose = () => resolve(chosen);
    dialog.showModal();
  });
}

// Gives what the gateway answered, or null where it could not be asked.
export async function asked(question) {
  if (!state.key || !navigator.onLine) return null;
  const answer = await answerTo(question);
  app.shown();
  return answer?.status === 200 ? answer.content : null;
}

// Keeps what the gateway answered, with the instant and the key that it was given to.
export const keepAnswer = (name, rows) => putSetting(name, { rows, at: now(), key: state.scope?.id });

// Gives what was kept: `rows`, and as of when, `at`; null where there is nothing, or another key was told.
export async function keptAnswer(name) {
  const kept = await getSetting(name);
  return kept?.rows && kept.key === state.scope?.id ? kept : null;
}

// Does what a form's Save does once, however often it is tapped; nothing while the key is refused, which is said.
export function onSave(form, work) {
  let saving = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (saving || refusing()) return;
    saving = true;
    try {
      await work();
    } finally {
      saving = false;
    }
  });
}

// Begins nothing new while the key is refused.
export function offer() {
  for (const one of document.querySelectorAll(".reports button, #new-gathering")) one.disabled = !taking();
}

// Whether nothing is taken, since the key is refused; the words that say so are brought into view.
export function refusing() {
  if (taking()) return false;
  byId("trouble").scrollIntoView({ block: "center" });
  byId("replace-key").focus();
  return true;
}

// Puts a screen in the place of the one before; where the focus was in that, or led here, the heading gets it and is read.
export function put(heading, ...parts) {
  const title = element("h2", { id: "screen-heading", tabindex: "-1" }, heading);
  const focused = app.switched || byId("screen").contains(document.activeElement);
  app.switched = false;
  byId("screen").replaceChildren(title, ...parts);
  offer();
  if (focused) title.focus();
}

export const button = (label, onclick, more = {}) => element("button", { type: "button", onclick, ...more }, label);
