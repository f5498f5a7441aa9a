// Sends what waits, oldest first, until nothing does. Sending something twice changes nothing: events keep their ids.

import { changeEntries, allEntries } from "/keep.js";
import { withoutCard } from "/entries.js";
import { KeyRefused, Unreachable, postEvents } from "/gateway.js";

const MOST = 100;
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 30;

// `who` gives key and language, null where there is no key; `changed` is called after each change.
export class Uploader {
  constructor({ who, changed, onKeyRefused, onNetwork }) {
    Object.assign(this, { who, changed, onKeyRefused, onNetwork, running: false, again: false, failures: 0, timer: undefined });
  }

  // Starts sending, unless that is under way; then it looks once more at its end.
  async wake() {
    this.again = true;
    if (this.running) return;
    this.running = true;
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      while (this.again) {
        this.again = false;
        await this.locked(() => this.sendAll());
      }
    } finally {
      this.running = false;
    }
  }

  // Starts sending, unless it waits for its time to try again.
  async nudge() {
    if (this.timer === undefined) await this.wake();
  }

  // Two tabs of one device take turns.
  locked(work) {
    return navigator.locks ? navigator.locks.request("engage-door-upload", work) : work();
  }

  async sendAll() {
    for (;;) {
      const who = this.who();
      if (!who || !navigator.onLine) return;
      const waiting = (await allEntries()).filter((entry) => entry.state === "waiting").slice(0, MOST);
      if (!waiting.length) return;
      const numbers = new Set(waiting.map((entry) => entry.number));
      // From here on the gateway may have it: to undo it now takes a retraction.
      const sending = await changeEntries(
        (entry) => numbers.has(entry.number) && entry.state === "waiting", (entry) => ({ ...entry, tried: true }));
      if (!sending.length) continue;
      if (!(await this.send(who, sending))) return;
    }
  }

  async send(who, sending) {
    let answer;
    try {
      answer = await postEvents(who, sending.map((entry) => entry.event));
    } catch (error) {
      if (error instanceof KeyRefused) {
        this.onNetwork(true);
        this.onKeyRefused(error.message);
        return false;
      }
      if (!(error instanceof Unreachable)) throw error;
      this.onNetwork(false);
      return this.later(0);
    }
    this.onNetwork(true);
    if (!Array.isArray(answer.content.results)) return this.later(answer.wait);
    this.failures = 0;
    const results = new Map(sending.map((entry, place) => [entry.number, answer.content.results[place]]));
    const now = Date.now();
    await changeEntries((entry) => results.has(entry.number), (entry) => settled(entry, results.get(entry.number), now));
    await this.changed();
    return true;
  }

  later(wait) {
    this.failures += 1;
    const pause = Math.max(wait, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (this.failures - 1)));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wake(), pause * 1000);
    return false;
  }
}

function settled(entry, result, now) {
  if (result.status === "accepted") return withoutCard({ ...entry, state: "sent", sent: now });
  const { reason, field, remedy } = result;
  return { ...entry, state: "refused", reason, field, remedy };
}
