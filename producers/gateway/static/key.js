// The device's key: entered, replaced, forgotten; what waits is never lost with it.

import { stopScanning } from "/card.js";
import { actions, byId, show, showTexts, trouble } from "/draw.js";
import { deviceOfEntries, forgetAll, putSetting } from "/keep.js";
import { codeIn, keyIn, takeEntered } from "/key-state.js";
import { refreshEntries } from "/refresh.js";
import { state } from "/state.js";
import { text } from "/texts.js";

// Gives the code of the link that the page was opened with, and takes it out of the address. It never left the device.
export function codeOfAddress() {
  const code = codeIn(location.hash);
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return code;
}

// Takes what was scanned, or came with the address: a key, or the code that is exchanged for one.
export async function takeKey(given) {
  const found = codeIn(given) ?? keyIn(given);
  byId("key-input").value = found ?? "";
  if (found) await saveKey();
  else byId("key-error").textContent = text("noKeyInCode");
}

export async function saveKey() {
  if (!(await takeEntered())) return;
  trouble("");
  await actions.start();
}

// Shows the place for another key; what waits stays, and goes with the new one.
export function replaceKey() {
  state.replacing = true;
  byId("key-back").hidden = false;
  byId("revoked").hidden = true;
  show("key");
  byId("key-input").focus();
}

const unsent = () => state.entries.filter((entry) => entry.state === "waiting" || entry.state === "refused");

// Saves what was not sent as a file that `engage emit file` takes: one event a line.
export async function saveWaiting() {
  await refreshEntries(); // another tab's too
  const entries = unsent();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${entries.map((entry) => JSON.stringify(entry.event)).join("\n")}\n`], { type: "application/x-ndjson" }));
  link.download = `door-${state.device}.jsonl`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  state.saved = new Set(entries.map((entry) => entry.number));
  byId("forget-yes").disabled = false;
}

// Forgets all that was sent, or saved to a file; what came since then is asked about again.
export async function forget() {
  const kept = await forgetAll((entry) => ["sent", "undone"].includes(entry.state) || state.saved.has(entry.number));
  if (kept.length) {
    await refreshEntries();
    askForget();
    return;
  }
  byId("forget-dialog").close();
  stopScanning();
  Object.assign(state, { key: null, scope: null, gathering: null, gatherings: [], nextPage: null, entries: [], live: null, liveAt: null, rejections: [] });
  state.log = await deviceOfEntries();
  await putSetting("language", state.language);
  await putSetting("device", state.device);
  trouble("");
  showTexts();
  show("key");
  byId("key-heading").focus();
}

// Asks before the key is forgotten; what was not sent, or was refused, has to be saved to a file first.
export function askForget() {
  const count = unsent().length;
  state.saved = new Set();
  byId("forget-question").textContent = count ? text("forgetQuestion", { count }) : text("forgetEmpty");
  byId("forget-save").hidden = !count;
  byId("forget-yes").disabled = count > 0;
  if (!byId("forget-dialog").open) byId("forget-dialog").showModal();
}
