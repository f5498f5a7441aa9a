// The device's key: entered, replaced, forgotten; what waits is never lost with it.

import { stopScanning } from "/card.js";
import { actions, byId, show, showTexts, trouble } from "/draw.js";
import { KeyRefused, getKey, postEnrolment } from "/gateway.js";
import { deviceOfEntries, forgetAll, putSetting } from "/keep.js";
import { keyIs, refreshEntries } from "/refresh.js";
import { state } from "/state.js";
import { text } from "/texts.js";

const CODE = /enrol-[0-9a-f]{10}-[\w-]{43}/;

// Gives the code of the link that the page was opened with, and takes it out of the address. It never left the device.
export function codeOfAddress() {
  const [code] = CODE.exec(location.hash) ?? [];
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
  return code;
}

// Takes what was scanned, or came with the address: a key, or the code that is exchanged for one.
export async function takeKey(given) {
  const [found] = CODE.exec(given) ?? /engage-[0-9a-f]{10}-[\w-]{43}/.exec(given) ?? [];
  byId("key-input").value = found ?? "";
  if (found) await saveKey();
  else byId("key-error").textContent = text("noKeyInCode");
}

export async function saveKey() {
  let given = byId("key-input").value.trim();
  let scope;
  byId("key-error").textContent = "";
  try {
    const [code] = CODE.exec(given) ?? [];
    if (code) {
      const { status, content } = await postEnrolment(state.language, code);
      if (status !== 200) {
        byId("key-error").textContent = content.remedy;
        return;
      }
      given = content.key;
      byId("key-input").value = given; // an answer that is lost from here on loses no key
    }
    const { status, content } = await getKey({ key: given, language: state.language });
    if (status !== 200) {
      byId("key-error").textContent = content.remedy;
      return;
    }
    scope = content;
  } catch (error) {
    byId("key-error").textContent = error instanceof KeyRefused ? error.message : text("keyNeedsNetwork");
    return;
  }
  await putSetting("key", given);
  await putSetting("scope", scope);
  Object.assign(state, { key: given, scope, replacing: false });
  byId("key-input").value = "";
  await keyIs(true);
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
