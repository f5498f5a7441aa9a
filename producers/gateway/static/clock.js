// The time, as well as this device can know it: its own clock, corrected by the `Date` of the gateway's answers.

const SECOND = 1000;

// A header tells whole seconds: a smaller difference than this is none.
const NOTHING = 3 * SECOND;

// Entries made since the page was opened are timed by a clock that nobody sets.
const session = Math.random().toString(36).slice(2);

let offset = null;

// What is added to the device's clock, in milliseconds; null where no answer ever said.
export const clockOffset = () => offset;

export function setClockOffset(known) {
  offset = known;
}

export const now = () => Date.now() + (offset ?? 0);

// Takes the `Date` of an answer to a question sent at `sent` by the device's clock; gives whether the offset changed.
export function measure(date, sent) {
  const told = Date.parse(date);
  if (Number.isNaN(told)) return false;
  // The answer was dated somewhere between asking and now: the longer that took, the less it says.
  const [least, most] = [told - Date.now(), told + SECOND - sent];
  const fits = (assumed) => least - NOTHING < assumed && assumed < most + NOTHING;
  if (offset !== null && fits(offset)) return false;
  offset = fits(0) ? 0 : Math.round((least + most) / 2);
  return true;
}

// Gives what an entry keeps of the moment in which it is made.
export const stamp = () => ({ made: new Date().toISOString(), session, tick: performance.now(), offset });

// The contract knows no time before; a clock that lost its battery starts in 1970.
const EARLIEST = Date.UTC(2000, 0, 1);

// Gives the times of an entry's event: `time` corrected, `recordedtime` as the device had it, where they differ.
export function timesOf(entry) {
  const made = Date.parse(entry.made);
  const time = entry.session === session ? now() - (performance.now() - entry.tick) : made + (entry.offset ?? offset ?? 0);
  if (Math.abs(time - made) < NOTHING) return { time: entry.made, recordedtime: undefined };
  return { time: new Date(time).toISOString(), recordedtime: made < EARLIEST ? undefined : entry.made };
}
