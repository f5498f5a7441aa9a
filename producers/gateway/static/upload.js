// Sends what waits, oldest first, until nothing does. Sending something twice changes nothing: events keep their ids.

import { changeEntries, entriesIn } from "/keep.js";
import { now } from "/clock.js";
import { sendFirst, withoutCard } from "/entries.js";
import { KeyRefused, Unreachable, postEvents } from "/gateway.js";

const MOST = 100;
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 30;

// `who` gives key and language, null where there is no key; `changed` is called with the entries of each answer.
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
      const waiting = await entriesIn("waiting", MOST);
      if (!waiting.length) return;
      const sending = await sendFirst(waiting.map((entry) => entry.number));
      if (!sending.length) continue;
      const first = waiting.filter((entry) => !entry.tried).map((entry) => entry.number);
      if (!(await this.send(who, sending, first))) return;
    }
  }

  // `first` are the numbers of those that were never sent before.
  async send(who, sending, first) {
    let answer;
    try {
      answer = await postEvents(who, sending.map((entry) => entry.event));
    } catch (error) {
      if (error instanceof KeyRefused) {
        this.onNetwork(true);
        this.changed(await changeEntries(first, (entry) => ({ ...entry, tried: false })));  // it took none of them
        this.onKeyRefused();
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
    const sent = now();
    this.changed(await changeEntries([...results.keys()], (entry) => settled(entry, results.get(entry.number), sent)));
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

function settled(entry, result, sent) {
  if (result.status === "accepted") return withoutCard({ ...entry, state: "sent", sent });
  const { reason, field, remedy } = result;
  return { ...entry, state: "refused", reason, field, remedy };
}
