// Our own numbers: the key's gatherings, exact, or rounded where their programme's are; nobody else's.

import { now } from "/clock.js";
import { asked, keepAnswer, keptAnswer, put } from "/desk-app.js";
import { distinct } from "/desk-place.js";
import { dayAfter } from "/desk-time.js";
import { getNumbers } from "/gateway.js";
import { putSetting } from "/keep.js";
import { element, nameOf } from "/show.js";
import { state, taking, who } from "/state.js";
import { clock, dayOf, dayText, text } from "/texts.js";

const COUNTS = ["visits", "visitors", "heads", "groups", "people_in_groups", "participants", "met"];
const PERIODS = ["today", "yesterday", "week", "month", "season"];

// Unknown is a dash, not 0; a number that is too small to be told says below what it lies.
function shown(row, name) {
  if (row.fewer_than[name]) return `< ${row.fewer_than[name]}`;
  return row[name] === null ? "–" : String(row[name]);
}

function counted(row) {
  const parts = [row.by_door && text("byDoor", { count: row.by_door }), row.by_heads && text("byHeads", { count: row.by_heads }), row.unrecorded && text("unrecorded", { count: row.unrecorded })];
  return parts.filter(Boolean).join(", ");
}

const ages = (row) => Object.entries(row.by_age_band).map(([band, people]) => `${band.replace("-", "–")}: ${people}`).join(", ");

const inWords = (day) => dayText(`${day}T12:00:00Z`);

// Gives what a period is called; numbers of an earlier day are not of today, nor of this week, but of days that are named.
function periodLabel(period, day) {
  if (day === dayOf(now())) return text(`p_${period}`);
  const monday = dayAfter(day, -((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7));
  const first = { today: day, yesterday: dayAfter(day, -1), week: monday, month: `${day.slice(0, 7)}-01` }[period];
  if (!first) return text("p_season_until", { day: inWords(day) });
  return ["today", "yesterday"].includes(period) || first === day ? inWords(first) : `${inWords(first)} – ${inWords(day)}`;
}

// A table of a row a line; where the screen is narrow, a card a row. The roles hold also where cards are no table to a browser.
function table(caption, first, rows) {
  const used = COUNTS.filter((name) => rows.some(([, row]) => row[name] !== null || row.fewer_than[name]));
  const heads = [first, ...used.map((name) => text(`n_${name}`)), text("n_ages"), text("n_counted")];
  const cell = (place, content, kind) => element("td", { role: "cell", class: kind, dataset: { head: heads[place], empty: !content } }, content);
  return element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": caption }, element(
    "table", { class: "numbers", role: "table" }, element("caption", { class: "visually-hidden" }, caption),
    element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...heads.map((head) => element("th", { scope: "col", role: "columnheader" }, head)))),
    element("tbody", { role: "rowgroup" }, ...rows.map(([label, row]) => element("tr", { role: "row", dataset: { row: row.gathering ?? row.period } },
      element("th", { scope: "row", role: "rowheader" }, label),
      ...used.map((name, place) => cell(place + 1, shown(row, name), "number")), cell(used.length + 1, ages(row)), cell(used.length + 2, counted(row))))),
  ));
}

export async function drawNumbers() {
  const found = await asked(() => getNumbers(who()));
  if (found?.numbers) await keepAnswer("desk-numbers", found.numbers);
  if (!taking()) await putSetting("desk-numbers", null); // whoever has no key any more has no numbers
  const kept = taking() ? await keptAnswer("desk-numbers") : null;
  if (!location.hash.startsWith("#numbers")) return;
  const rows = kept?.rows ?? [];
  const day = kept && dayOf(kept.at);
  const asOf = kept && !found?.numbers ? text("numbersAsOf", { time: `${dayText(kept.at)} ${clock(kept.at)}` }) : "";
  put(
    text("numbers"),
    asOf && element("p", { class: "as-of", role: "status" }, asOf),
    element("p", { class: "note" }, text("numbersHelp")),
    rows.length ? "" : element("p", {}, text(!taking() ? "numbersNoKey" : kept ? "notRecorded" : "numbersUnknown")),
    ...[...new Set(rows.map((row) => row.programme))].flatMap((programme) => {
      const own = rows.filter((row) => row.programme === programme);
      const periods = PERIODS.flatMap((period) => own.filter((row) => row.period === period).map((row) => [periodLabel(period, day), row]));
      const last = own.filter((row) => row.gathering);
      const labels = distinct(last.map((row) => [nameOf(row, state.language), row.day && inWords(row.day)].filter(Boolean).join(" · ")), last.map((row) => row.gathering));
      return [
        element("h3", {}, text(programme)), own[0].rounded_to > 1 ? element("p", { class: "note" }, text("roundedTo", { count: own[0].rounded_to })) : "",
        table(`${text(programme)}: ${text("periods")}`, text("periods"), periods),
        last.length ? table(`${text(programme)}: ${text("lastDays")}`, text("lastDays"), last.map((row, place) => [labels[place], row])) : "",
      ];
    }),
  );
}
