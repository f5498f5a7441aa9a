// Speaks with the gateway.

import { clockOffset, measure } from "/clock.js";
import { putSetting } from "/keep.js";

export class Unreachable extends Error {}
export class KeyRefused extends Error {}

// Asks and gives the status and the JSON; `wait` are the seconds that the gateway asks to wait.
async function ask(path, { key, language, body, kind }) {
  const headers = { "accept-language": language, ...(key ? { authorization: `Bearer ${key}` } : {}) };
  if (body) headers["content-type"] = kind;
  let response;
  let content;
  const sent = Date.now();
  try {
    response = await fetch(path, {
      method: body ? "POST" : "GET", headers, body, cache: "no-store", credentials: "omit", redirect: "error",
      referrerPolicy: "no-referrer", signal: AbortSignal.timeout(30_000),
    });
    if (measure(response.headers.get("date"), sent)) await putSetting("offset", clockOffset());
    content = await response.json();
  } catch (error) {
    throw new Unreachable(String(error));
  }
  if (response.status === 401) throw new KeyRefused(content.remedy);
  return { status: response.status, content, wait: Number(response.headers.get("retry-after")) || 0 };
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
