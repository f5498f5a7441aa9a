// Words: the door's, one catalogue a language, and what is written out by a language's rules: counts, days, durations.

import en from "/door-en.js";
import fi from "/door-fi.js";
import sv from "/door-sv.js";
import { PROGRAMMES } from "/programmes.js";

const NAMES = ["fi", "sv", "en"];

// Each text in the order of the languages; a test holds the three catalogues to the same texts.
const TEXTS = {
  ...Object.fromEntries(Object.keys(fi).map((name) => [name, [fi, sv, en].map((words) => words[name])])),
  ...Object.fromEntries(Object.entries(PROGRAMMES).map(([id, programme]) => [id, programme.names])),
};

let place = NAMES.indexOf("en");

export const languages = NAMES;

// Adds the words of another page, each in all languages.
export const addTexts = (more) => Object.assign(TEXTS, more);

// Gives one of a text's words, which come in the order of the languages.
export const word = (words) => words[place];

export function setLanguage(language) {
  place = Math.max(0, NAMES.indexOf(language));
}

// Making one of these takes long, and a screen full of entries wants many.
function cached(make) {
  const made = new Map();
  return () => made.get(place) ?? made.set(place, make(NAMES[place])).get(place);
}

const plurals = cached((name) => new Intl.PluralRules(name));

// Gives a text with the values in its braces; one with a singular and a plural goes by `count`.
export function text(name, values = {}) {
  const found = TEXTS[name][place];
  const words = typeof found === "string" ? found : found[plurals().select(values.count)] ?? found.other;
  return words.replace(/\{(\w+)\}/g, (_, value) => String(values[value]));
}

export const hasText = (name) => Object.hasOwn(TEXTS, name);

const HELSINKI = { timeZone: "Europe/Helsinki" };
const isoDay = new Intl.DateTimeFormat("sv-SE", HELSINKI);
const days = cached((name) => new Intl.DateTimeFormat(name === "en" ? "en-GB" : `${name}-FI`, { ...HELSINKI, weekday: "short", day: "numeric", month: "numeric" }));
const times = cached((name) => new Intl.DateTimeFormat(`${name}-FI`, { ...HELSINKI, hour: "2-digit", minute: "2-digit" }));

// Gives the day of an instant by Helsinki's calendar, as 2026-11-28.
export const dayOf = (instant) => isoDay.format(new Date(instant));

// Gives a day in words: Fri 27 Nov.
export const dayText = (instant) => days().format(new Date(instant));

const seconds = cached((name) => new Intl.DateTimeFormat(`${name}-FI`, { ...HELSINKI, timeStyle: "medium" }));

// Gives a time of the day in Helsinki, and one with seconds.
export const clock = (instant) => times().format(new Date(instant));
export const clockToSecond = (instant) => seconds().format(new Date(instant));

// Gives a duration in its largest whole unit, minutes at least.
export function duration(milliseconds) {
  const minutes = Math.round(milliseconds / 60_000);
  const [value, unit] = minutes < 120 ? [minutes, "minute"] : minutes < 2880 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return new Intl.NumberFormat(NAMES[place], { style: "unit", unit, unitDisplay: "long" }).format(value);
}
