// Sends what waits, oldest first, until nothing does. Sending something twice changes nothing: events keep their ids.

import { changeEntries, entriesIn } from "/keep.js";
import { now } from "/clock.js";
import { mayGo, sendFirst, setFree, withoutCard } from "/entries.js";
import { KeyRefused, Unreachable, postEvents } from "/gateway.js";
import { settleHeld } from "/held.js";

const MOST = 100;
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 30;
const HELD_MILLISECONDS = 60_000;

// `who` gives key and language, null where there is no key; `changed` is called with the entries of each answer, `onKeyRefused` with the key.
export class Uploader {
  constructor({ who, changed, onKeyRefused, onNetwork }) {
    Object.assign(this, { who, changed, onKeyRefused, onNetwork, running: false, again: false, failures: 0, timer: undefined, lookAgain: 0 });
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
      const waiting = await entriesIn("waiting", MOST, mayGo);
      if (!waiting.length) { await this.settle(who); return; }
      const sending = await sendFirst(waiting.map((entry) => entry.number));
      if (!sending.length) continue;
      const first = waiting.filter((entry) => !entry.tried).map((entry) => entry.number);
      if (this.who()?.key !== who.key) await setFree(first); // replaced meanwhile
      else if (!(await this.send(who, sending, first))) return;
    }
  }

  // `first` are the numbers of those that were never sent before: where this request was not taken, nothing has them.
  async send(who, sending, first) {
    let answer;
    try {
      answer = await postEvents(who, sending.map((entry) => entry.event));
    } catch (error) {
      if (error instanceof KeyRefused) this.changed(await setFree(first));
      return this.failed(error, who);
    }
    this.onNetwork(true);
    if (!Array.isArray(answer.content.results)) {
      // A request that the gateway turns away it did not read; one that met trouble of its own may be in Kafka.
      if (answer.status < 500) this.changed(await setFree(first));
      return this.later(answer.wait);
    }
    this.failures = 0;
    const results = new Map(sending.map((entry, place) => [entry.number, answer.content.results[place]]));
    const sent = now();
    const untaken = new Set(first);
    this.changed(await changeEntries([...results.keys()], (entry) => settled(entry, results.get(entry.number), sent, untaken)));
    return true;
  }

  // Finds out what has arrived of what the key does not cover, once a minute.
  async settle(who) {
    if (performance.now() < this.lookAgain || !(await entriesIn("waiting", 1)).length) return;
    this.lookAgain = performance.now() + HELD_MILLISECONDS;
    try {
      const changed = await settleHeld(who);
      if (changed.length) this.changed(changed);
      this.again ||= changed.some((entry) => entry.state === "waiting");
    } catch (error) {
      this.failed(error, who);
    }
  }

  failed(error, who) {
    if (error instanceof KeyRefused) {
      this.onNetwork(true);
      this.onKeyRefused(who.key);
      return this.later(0);
    }
    if (!(error instanceof Unreachable)) throw error;
    this.onNetwork(false);
    return this.later(0);
  }

  later(wait) {
    this.failures += 1;
    const pause = Math.max(wait, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (this.failures - 1)));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.wake(), pause * 1000);
    return false;
  }
}

function settled(entry, result, sent, untaken) {
  if (result.status === "accepted") return withoutCard({ ...entry, state: "sent", sent });
  const { reason, field, remedy } = result;
  return { ...entry, state: "refused", tried: !untaken.has(entry.number), reason, field, remedy };
}
