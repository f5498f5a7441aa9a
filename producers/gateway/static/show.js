// Draws lists of entries, gatherings and rejections. Whatever came from elsewhere is put in as text, never as HTML.

import { eveningOf } from "/evening.js";
import { clock, dayText, hasText, text } from "/texts.js";

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (name === "dataset") Object.assign(made.dataset, value);
    else if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export function nameOf(gathering, language) {
  const names = gathering.name ?? {};
  return names[language] || names.fi || names.sv || names.en || text(gathering.programme);
}

// Says what a gathering is besides its name: when, where; its id only where nothing else tells it from others.
export function aboutOf(gathering) {
  const evening = eveningOf(gathering);
  const named = Object.values(gathering.name ?? {}).some(Boolean);
  return [
    evening && dayText(evening),
    gathering.starts && clock(gathering.starts) + (gathering.ends ? `–${clock(gathering.ends)}` : ""),
    named ? "" : gathering.gathering,
  ].filter(Boolean).join(" · ");
}

export function gatheringChoice(gathering, language, choose) {
  const status = { open: "statusOpen", closed: "statusClosed", scheduled: "statusScheduled" }[gathering.status];
  const about = [status && text(status), text(gathering.programme), aboutOf(gathering)];
  return element("li", {}, element(
    "button", { type: "button", onclick: choose },
    nameOf(gathering, language), element("span", {}, about.filter(Boolean).join(" · ")),
  ));
}

export const groupLabel = (kind) => text({ family: "family-group", other: "other-group" }[kind] ?? kind);

export const bandLabel = (band) => (band ? band.replace("-", "–") : text("unknownAge"));

// Says in a few words what entries of one tap are.
export function whatOf(entries) {
  const [first] = entries;
  const data = first.event.data;
  if (first.name === "check-in") {
    const bands = new Map();
    for (const entry of entries) {
      const band = entry.event.data.age_band ? bandLabel(entry.event.data.age_band) : "";
      bands.set(band, (bands.get(band) ?? 0) + 1);
    }
    const ages = [...bands].filter(([band]) => band).map(([band, count]) => (bands.size > 1 ? `${count} × ${band}` : band));
    const key = data.direction === "entry" ? "entryOf" : "exitOf";
    const parts = [text(key, { count: entries.length }), ...ages];
    if (data.method === "card" || data.method === "qr-code") parts.push(text("withCard"));
    if (data.accompanied_by) parts.push(text("plusWith", { count: data.accompanied_by }));
    return parts.join(" · ");
  }
  if (first.name === "group-visit") {
    const parts = [groupLabel(data.kind), text("entryOf", { count: data.people })];
    if (data.age_band) parts.push(bandLabel(data.age_band));
    if (data.accompanied_by) parts.push(text("plusWith", { count: data.accompanied_by }));
    return parts.join(" · ");
  }
  if (first.name === "head-count") return text("counted", { people: data.people });
  if (first.name === "gathering-opened") return text("opened");
  if (first.name === "gathering-closed") return text("closed");
  return first.name === "retraction" ? text("retraction") : text("atDesk");
}

// Gives the newest groups, at most `most`, newest first; the entries of one tap share a group.
export function lastGroups(entries, most) {
  const groups = new Map();
  for (let place = entries.length - 1; place >= 0; place -= 1) {
    const entry = entries[place];
    if (groups.has(entry.group)) groups.get(entry.group).unshift(entry);
    else if (groups.size < most) groups.set(entry.group, [entry]);
    else break;
  }
  return [...groups.values()];
}

// What is most urgent in a group is the state that is shown.
export function stateOf(entries) {
  for (const state of ["refused", "waiting", "sent"]) if (entries.some((entry) => entry.state === state)) return state;
  return "undone";
}

// Reasons that whoever stands at the door can do something about; for others the field and its rule say nothing to them.
const MENDABLE = new Set(["out-of-scope", "in-the-future", "too-late", "invalid-card", "person-key"]);

export const plainReason = (entry) => (MENDABLE.has(entry.reason) && entry.remedy ? entry.remedy : text("whyOther"));

export function entryItem(entries, { place, mayUndo, onUndo, onResend, onDismiss }) {
  const [first] = entries;
  const state = stateOf(entries);
  const undone = entries.every((entry) => entry.undone);
  const item = element("li", { dataset: { state, undone, id: first.id } }, element(
    "div", {},
    element("span", { class: "what" }, whatOf(entries)),
    element("span", { class: "note" }, [clock(first.event.time), place].filter(Boolean).join(" · ")),
    element("span", { class: "state" }, text(state) + (undone && state !== "undone" ? ` · ${text("undone")}` : "")),
  ));
  const refused = entries.find((entry) => entry.state === "refused");
  if (refused) {
    item.append(element("p", {}, plainReason(refused)));
    item.append(element(
      "div", {},
      element("button", { type: "button", onclick: onResend }, text("resend")),
      element("button", { type: "button", onclick: onDismiss }, text("dismiss")),
    ));
  } else if (mayUndo) {
    item.firstChild.append(element("button", { type: "button", onclick: onUndo }, text("undo")));
  }
  return item;
}

export function rejectionItem(rejection) {
  const programme = rejection.programme ?? rejection.type.split(".")[3] ?? "";
  const about = [hasText(programme) ? text(programme) : "", rejection.gathering, rejection.received && clock(rejection.received)];
  const kind = rejection.flag ? "flagged" : "refused";
  return element(
    "li", { dataset: { state: kind } },
    element("div", {}, element("span", { class: "what" }, about.filter(Boolean).join(" · ")), element("span", { class: "state" }, text(kind))),
    element("p", {}, rejection.remedy),
    element("details", {}, element("summary", {}, text("forAdministrator")),
      element("p", { class: "note" }, `${rejection.id ?? ""} · ${rejection.flag ?? rejection.reason}: ${rejection.detail}`)),
  );
}
