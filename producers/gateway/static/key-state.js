// The device's key as every page keeps it: how one is entered, and whether it is still valid.

import { KeyRefused, Unreachable, getKey, postEnrolment } from "/gateway.js";
import { putSetting } from "/keep.js";
import { state } from "/state.js";
import { text } from "/texts.js";

const CODE = /enrol-[0-9a-f]{10}-[\w-]{43}/;
const KEY = /engage-[0-9a-f]{10}-[\w-]{43}/;

// Gives the code of an enrolment link, and the key, that a text holds.
export const codeIn = (words) => CODE.exec(words)?.[0];
export const keyIn = (words) => KEY.exec(words)?.[0];

let changed = () => {};
let refusedAt = -Infinity;

// Calls `work` when a valid key was refused, or a refused one is valid again.
export function whenKeyChanges(work) {
  changed = work;
}

// Keeps whether the key is valid, so that a page that opens without a network knows too.
export async function keyIs(valid) {
  if (!valid) refusedAt = performance.now();
  if (state.revoked === !valid) return;
  state.revoked = !valid;
  await putSetting("revoked", state.revoked);
  await changed();
}

// Takes a refusal of the key that was asked with; one that comes late, of a key that was replaced meanwhile, says nothing.
export async function refused(key) {
  if (key === state.key) await keyIs(false);
}

// Asks the gateway; gives its status and content, or null where it cannot be reached or refuses the key. Keeps which of these it was.
export async function answerTo(question) {
  const { key } = state;
  const begun = performance.now();
  try {
    const answer = await question();
    Object.assign(state, { reachable: true, service: answer.status < 500 });
    // Not what was asked for before the key was refused, nor trouble of another kind, says that the key is valid.
    if (answer.status < 500 && answer.status !== 429 && begun > refusedAt) await keyIs(true);
    return answer;
  } catch (error) {
    if (error instanceof KeyRefused) await refused(key);
    else if (error instanceof Unreachable) state.reachable = false;
    else throw error;
    return null;
  }
}

// Takes what stands in the field: a key, or a link's code, which is exchanged for one. Gives whether it is kept now; if not, says why.
export async function takeEntered() {
  const [input, wrong] = ["key-input", "key-error"].map((id) => document.getElementById(id));
  let key = input.value.trim();
  let scope;
  wrong.textContent = "";
  try {
    const code = codeIn(key);
    if (code) {
      const { status, content } = await postEnrolment(state.language, code);
      if (status !== 200) { wrong.textContent = content.remedy; return false; }
      key = input.value = content.key; // an answer that is lost from here on loses no key
    }
    const { status, content } = await getKey({ key, language: state.language });
    if (status !== 200) { wrong.textContent = content.remedy; return false; }
    scope = content;
  } catch (error) {
    wrong.textContent = error instanceof KeyRefused ? error.message : text("keyNeedsNetwork");
    return false;
  }
  await putSetting("key", key);
  await putSetting("scope", scope);
  Object.assign(state, { key, scope, replacing: false });
  input.value = "";
  await keyIs(true);
  return true;
}
