// Days and hours as people mean them in Helsinki, whatever the device's own zone.

import { now } from "/clock.js";
import { dayOf } from "/texts.js";

const DAY = 24 * 3600 * 1000;
const IN_HELSINKI = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Helsinki", dateStyle: "short", timeStyle: "medium" });

const written = (instant) => IN_HELSINKI.format(new Date(instant));
const offsetAt = (instant) => Date.parse(`${written(instant).replace(" ", "T")}Z`) - Math.floor(instant / 1000) * 1000;

// Gives the instant, in milliseconds, of a day and an hour in Helsinki: "2026-11-28", "17:00".
export function instantIn(day, time) {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  return asUtc - offsetAt(asUtc - offsetAt(asUtc));
}

// Gives the hour of an instant as an input of times has it: "17:00".
export const timeOf = (instant) => written(instant).slice(11, 16);

export const today = () => dayOf(now());

// Gives the day so many days later; days have no zone.
export const dayAfter = (day, days) => new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY).toISOString().slice(0, 10);

// Gives the ISO 8601 week of a day: "2026-W48".
export function weekOf(day) {
  const thursday = new Date(`${day}T12:00:00Z`);
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return `${thursday.getUTCFullYear()}-W${String(Math.floor((thursday - first) / DAY / 7) + 1).padStart(2, "0")}`;
}
