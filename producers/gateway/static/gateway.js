// Speaks with the gateway.

import { clockOffset, measure } from "/clock.js";
import { putSetting } from "/keep.js";

const FIRST_SILENCE = 5_000;
const LONGEST_SILENCE = 300_000;
const STEPPED_MILLISECONDS = 500;

// A key that was refused is presented again only now and then: whoever shares the address would be kept out with it.
const silence = { key: null, remedy: "", until: 0, length: 0 };

export class Unreachable extends Error {}
export class KeyRefused extends Error {}

// Asks and gives the status and the JSON; `wait` are the seconds that the gateway asks to wait.
async function ask(path, { key, language, body, kind }) {
  if (key && key === silence.key && performance.now() < silence.until && path !== "/v1/key") throw new KeyRefused(silence.remedy);
  const headers = { "accept-language": language, ...(key ? { authorization: `Bearer ${key}` } : {}) };
  if (body) headers["content-type"] = kind;
  let response;
  let content;
  const [sent, tick] = [Date.now(), performance.now()];
  try {
    response = await fetch(path, {
      method: body ? "POST" : "GET", headers, body, cache: "no-store", credentials: "omit", redirect: "error",
      referrerPolicy: "no-referrer", signal: AbortSignal.timeout(30_000),
    });
    // A clock that was set meanwhile, or a device that slept, measures nothing.
    const stepped = Math.abs(Date.now() - sent - (performance.now() - tick)) > STEPPED_MILLISECONDS;
    if (!stepped && measure(response.headers.get("date"), sent)) await putSetting("offset", clockOffset());
    content = await response.json();
  } catch (error) {
    throw new Unreachable(String(error));
  }
  if (response.status === 401 && key) keepSilent(key, content.remedy);
  if (response.status === 401) throw new KeyRefused(content.remedy);
  if (key === silence.key && response.status < 400) silence.key = null;
  return { status: response.status, content, wait: Number(response.headers.get("retry-after")) || 0 };
}

function keepSilent(key, remedy) {
  const length = silence.key === key ? Math.min(LONGEST_SILENCE, silence.length * 2) : FIRST_SILENCE;
  Object.assign(silence, { key, remedy, until: performance.now() + length, length });
}

export const postEnrolment = (language, code) => ask("/v1/enrolment", { language, body: JSON.stringify({ code }), kind: "application/json" });
export const getKey = (who) => ask("/v1/key", who);
export const getGatherings = (who, after) =>
  ask(after ? `/v1/gatherings?after=${encodeURIComponent(after)}` : "/v1/gatherings", who);
export const getRejections = (who) => ask("/v1/rejections", who);
export const getGathering = (who, { programme, gathering }, device) =>
  ask(`/v1/gatherings/${encodeURIComponent(programme)}/${encodeURIComponent(gathering)}?device=${device}`, who);
export const postEvents = (who, events) =>
  ask("/v1/events", { ...who, body: JSON.stringify(events), kind: "application/cloudevents-batch+json" });
export const getConcerns = (who) => ask("/v1/concerns", who);
export const getPlan = (who) => ask("/v1/plan?days=120", who);
export const getNumbers = (who) => ask("/v1/numbers", who);
export const getCode = (who, { programme, gathering }) =>
  ask(`/v1/gatherings/${encodeURIComponent(programme)}/${encodeURIComponent(gathering)}/code?secure=${location.protocol === "https:" ? 1 : 0}`, who);
