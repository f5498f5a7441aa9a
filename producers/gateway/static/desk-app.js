// What the desk's screens share: saving, asking, and saying what came of it.

import { KeyRefused, Unreachable } from "/gateway.js";
import { undo } from "/entries.js";
import { element } from "/show.js";
import { remember, state } from "/state.js";
import { text } from "/texts.js";

export const byId = (id) => document.getElementById(id);

// Set by the page: sends what waits, shows what changed, goes to another screen.
export const app = { send: () => {}, shown: () => {}, go: () => {} };

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
  try {
    const { status, content } = await question();
    state.reachable = true;
    state.service = status < 500;
    state.revoked = false;
    app.shown();
    return status === 200 ? content : null;
  } catch (error) {
    if (error instanceof KeyRefused) state.revoked = true;
    else if (error instanceof Unreachable) state.reachable = false;
    else throw error;
    app.shown();
    return null;
  }
}

// Puts a screen in the place of the one before; the heading is focused, so that it is read.
export function put(heading, ...parts) {
  const title = element("h2", { id: "screen-heading", tabindex: "-1" }, heading);
  const focused = document.activeElement !== document.body;
  byId("screen").replaceChildren(title, ...parts);
  if (focused) title.focus();
}

export const button = (label, onclick, more = {}) => element("button", { type: "button", onclick, ...more }, label);
