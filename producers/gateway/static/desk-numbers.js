// Our own numbers: the key's gatherings, exact, or rounded where their programme's are; nobody else's.

import { asked, put } from "/desk-app.js";
import { getNumbers } from "/gateway.js";
import { getSetting, putSetting } from "/keep.js";
import { element, nameOf } from "/show.js";
import { state, who } from "/state.js";
import { dayText, text } from "/texts.js";

const COUNTS = ["visits", "visitors", "heads", "groups", "people_in_groups", "participants", "met"];
const PERIODS = ["today", "yesterday", "week", "month", "season"];

let known = null;

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

function table(caption, first, rows) {
  const used = COUNTS.filter((name) => rows.some(([, row]) => row[name] !== null || row.fewer_than[name]));
  const heads = [first, ...used.map((name) => text(`n_${name}`)), text("n_ages"), text("n_counted")];
  return element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": caption }, element(
    "table", {}, element("caption", { class: "visually-hidden" }, caption),
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element("tbody", {}, ...rows.map(([label, row]) => element("tr", { dataset: { row: row.gathering ?? row.period } },
      element("th", { scope: "row" }, label), ...used.map((name) => element("td", { class: "number" }, shown(row, name))), element("td", {}, ages(row)), element("td", {}, counted(row))))),
  ));
}

export async function drawNumbers() {
  const found = await asked(() => getNumbers(who()));
  if (found?.numbers) await putSetting("desk-numbers", known = found.numbers);
  known ??= (await getSetting("desk-numbers")) ?? [];
  if (!location.hash.startsWith("#numbers")) return;
  const programmes = [...new Set(known.map((row) => row.programme))];
  put(
    text("numbers"),
    element("p", { class: "note" }, text("numbersHelp")),
    known.length ? "" : element("p", {}, text("notRecorded")),
    ...programmes.flatMap((programme) => {
      const rows = known.filter((row) => row.programme === programme);
      const periods = PERIODS.flatMap((period) => rows.filter((row) => row.period === period).map((row) => [text(`p_${period}`), row]));
      const last = rows.filter((row) => row.gathering).map((row) => [`${nameOf({ ...row, gathering: row.gathering }, state.language)}${row.day ? ` · ${dayText(`${row.day}T12:00:00Z`)}` : ""}`, row]);
      return [
        element("h3", {}, text(programme)), rows[0].rounded_to > 1 ? element("p", { class: "note" }, text("roundedTo", { count: rows[0].rounded_to })) : "",
        table(`${text(programme)}: ${text("periods")}`, text("periods"), periods),
        last.length ? table(`${text(programme)}: ${text("lastDays")}`, text("lastDays"), last) : "",
      ];
    }),
  );
}
