// The way of what is tapped: into the queue at once, onto the screen, and to the gateway when it can.

import { feel } from "/alarm.js";
import { actions, byId, say, showNetwork, trouble } from "/draw.js";
import { record, resend, undo, undoable } from "/entries.js";
import { removeEntries } from "/keep.js";
import { refused } from "/key-state.js";
import { showEntries } from "/refresh.js";
import { whatOf } from "/show.js";
import { mine, numbers, placeNow, state, who } from "/state.js";
import { text } from "/texts.js";
import { Uploader } from "/upload.js";

export function report(error) {
  if (error?.name === "InvalidStateError" || error?.name === "SecurityError" || error?.name === "QuotaExceededError") {
    trouble(text("noStorage"));
  } else {
    console.error(error);
  }
}

export const handled = (work) => (event) => {
  event?.preventDefault?.();
  Promise.resolve(work(event)).catch(report);
};

export const reported = (work) => (...given) => { work(...given).catch(report); };

export const uploader = new Uploader({
  who: () => (state.key ? who() : null),
  changed: showEntries,
  onKeyRefused: (key) => { refused(key).catch(report); },
  onNetwork: (reachable) => { state.reachable = reachable; showNetwork(); },
});

export async function enter(people) {
  sendLater(await record(placeNow(), people));
}

export function sendLater(entries) {
  showEntries(entries);
  const late = numbers().status === "closed" && ["check-in", "head-count", "group-visit"].includes(entries[0]?.name);
  if (late) feel(300);
  trouble(late ? text("stillCounts") : "");
  say(`${whatOf(entries)}. ${text("inside")} ${byId("inside").textContent}`);
  uploader.wake().catch(report);
}

export const numbersOf = (picks) => state.entries.filter(picks).map((entry) => entry.number);

// Undoes what one tap recorded at the chosen gathering.
export async function undoGroup(group) {
  const changed = await undo(mine().filter((entry) => entry.group === group && undoable(entry)).map((entry) => entry.number));
  showEntries(changed);
  const undone = changed.filter((entry) => entry.undone);
  if (undone.length) say(`${text("undone")}: ${whatOf(undone)}. ${text("inside")} ${byId("inside").textContent}`);
  uploader.wake().catch(report);
}

const DOUBLE_MILLISECONDS = 500;

let undoneAt = -Infinity;

// Undoes the last tap; the second half of a double tap undoes nothing more.
export async function undoLast(event) {
  const twice = event.timeStamp - undoneAt < DOUBLE_MILLISECONDS;
  const { group } = byId("undo").dataset;
  if (twice || !group) return;
  undoneAt = event.timeStamp;
  await undoGroup(group);
}

export async function remove(picks) {
  await removeEntries(numbersOf(picks));
  state.entries = state.entries.filter((entry) => !picks(entry));
  showEntries([]);
}

Object.assign(actions, {
  undo: reported(([entry]) => undoGroup(entry.group)),
  resend: reported(async (entries) => {
    showEntries(await resend(entries.map((entry) => entry.number)));
    await uploader.wake();
  }),
  dismiss: reported(([{ group }]) => remove((entry) => entry.group === group && entry.state === "refused")),
});
