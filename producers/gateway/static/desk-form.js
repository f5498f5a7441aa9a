// Draws a form of /forms.js, keeps what is filled in, and says what is wrong at the field where it is.

import { faults } from "/check.js";
import { face } from "/faces.js";
import { element } from "/show.js";
import { clock, dayText, text, word } from "/texts.js";

const STEPS = [-1, 1, 5, 10];

let last = 0;

// A row of chips, of which one is chosen (`many` false) or any number.
function chips(field, values, chosen, many, changed) {
  const name = `${field.name}-${last += 1}`;
  const row = element("div", { class: field.control === "faces" ? "picks faces" : "picks" });
  for (const [value, label] of values) {
    const input = element("input", { type: many ? "checkbox" : "radio", name, value });
    input.checked = many ? chosen.includes(value) : chosen === value;
    input.addEventListener("change", () => changed(many ? [...row.querySelectorAll("input:checked")].map((one) => one.value) : value));
    const shown = field.control === "faces" && value ? [face(value), element("small", {}, label)] : [label];
    row.append(element("label", { class: "chip" }, input, element("span", {}, ...shown)));
  }
  return row;
}

const labels = (field) => field.values.map((value) => [value, word(field.labels[value])]);
const optional = (field, rows) => (field.required ? rows : [...rows, ["", text("notSaid")]]);

function numberInput(field, value, changed, label) {
  const input = element("input", { type: "number", inputmode: "numeric", min: field.min ?? 0, max: field.max ?? 1_000_000, step: 1, "aria-label": label });
  input.value = value ?? "";
  input.addEventListener("input", () => changed(input.value === "" ? undefined : Number(input.value)));
  return input;
}

// By control: gives the elements for a field. `set` takes what is filled in, undefined for nothing.
const CONTROLS = {
  choice: (field, value, set) => [chips(field, optional(field, labels(field)), value ?? (field.required ? undefined : ""), false, (one) => set(one || undefined))],
  choices: (field, value, set) => [chips(field, labels(field), value ?? [], true, (all) => set(all.length ? all : undefined))],
  "yes-no": (field, value, set) => [chips(field, [["true", text("yes")], ["false", text("no")], ["", text("notSaid")]], value === undefined ? "" : String(value), false, (one) => set(one ? one === "true" : undefined))],
  faces: (field, value, set) => [chips(field, labels(field), value === undefined ? undefined : String(value), false, (one) => set(Number(one)))],
  list: (field, value, set) => {
    const select = element("select", { "aria-label": word(field.label) }, ...[["", text("notSaid")], ...labels(field)].map(([one, label]) => element("option", { value: one }, label)));
    select.value = value ?? "";
    select.addEventListener("change", () => set(select.value || undefined));
    return [select];
  },
  number: (field, value, set) => {
    const input = numberInput(field, value, set, word(field.label));
    const step = (by) => element("button", { type: "button", "aria-label": `${word(field.label)} ${by > 0 ? "+" : "−"}${Math.abs(by)}`, onclick: () => {
      const next = Math.min(field.max ?? 1_000_000, Math.max(field.min ?? 0, (Number(input.value) || 0) + by));
      input.value = next;
      set(next);
    } }, by > 0 ? `+${by}` : `−${-by}`);
    const [less, ...more] = STEPS.filter((by) => Math.abs(by) <= (field.max ?? 1_000_000)).map(step);
    return [element("div", { class: "steps" }, less, input, ...more)];
  },
  ages: (field, value, set) => {
    const ages = { ...value };
    return [element("div", { class: "ages" }, ...labels(field).map(([band, label]) => {
      const input = numberInput({ min: 0 }, ages[band], (people) => {
        if (people === undefined) delete ages[band];
        else ages[band] = people;
        set(Object.keys(ages).length ? { ...ages } : undefined);
      }, `${word(field.label)} ${label}`);
      return element("label", {}, element("span", {}, label), input);
    }))];
  },
  date: (field, value, set) => {
    const input = element("input", { type: "date", min: "2000-01-01", max: "2099-12-31", "aria-label": word(field.label) });
    input.value = value ?? "";
    input.addEventListener("input", () => set(input.value || undefined));
    return [input];
  },
};

// A form in the page: `data` is what is filled in now; `check` shows what is wrong and gives whether nothing is.
export class Form {
  // `changed` is called with the name of a field whose value changed, and may change others by `set`.
  constructor(form, initial, changed = () => {}) {
    this.form = form;
    this.data = { ...initial };
    this.changed = changed;
    this.places = new Map();
  }

  // Gives the fields' elements; those of no control are drawn by the screen that the form is a part of.
  draw() {
    const drawn = this.form.fields.filter((field) => CONTROLS[field.control]).map((field) => [field, this.drawField(field)]);
    const [asked, folded] = [drawn.filter(([field]) => !field.folded), drawn.filter(([field]) => field.folded)].map((some) => some.map(([, place]) => place));
    if (!folded.length) return asked;
    const open = drawn.some(([field]) => field.folded && this.data[field.name] !== undefined);
    return [...asked, element("details", open ? { open: "" } : {}, element("summary", {}, text("more_")), ...folded)];
  }

  drawField(field) {
    const place = element("fieldset", { dataset: { field: field.name } });
    this.places.set(field.name, place);
    this.fill(field, place);
    return place;
  }

  fill(field, place) {
    const error = element("p", { class: "error", role: "alert" });
    const set = (value) => {
      this.set(field.name, value);
      error.textContent = "";
      this.changed(field.name, this);
    };
    const help = field.help ? [element("p", { class: "note" }, word(field.help))] : [];
    place.replaceChildren(element("legend", {}, word(field.label)), ...help, ...CONTROLS[field.control](field, this.data[field.name], set), error);
  }

  set(name, value) {
    if (value === undefined) delete this.data[name];
    else this.data[name] = value;
  }

  // Puts a value into a field that is drawn already.
  put(name, value) {
    this.set(name, value);
    const field = this.form.fields.find((one) => one.name === name);
    if (this.places.has(name)) this.fill(field, this.places.get(name));
  }

  check() {
    const found = faults(this.form, this.data);
    for (const [field, place] of this.places) { // what the browser cannot read as a number or a day is not nothing
      const unread = [...place.querySelectorAll("input")].find((input) => input.validity.badInput);
      if (unread) found.unshift({ field, fault: unread.type === "date" ? "noDay" : "noNumber" });
    }
    for (const place of this.places.values()) place.querySelector(".error").textContent = "";
    for (const { field, fault, ...values } of found.toReversed?.() ?? found.reverse()) {
      const place = this.places.get(field);
      if (!place) continue;
      const details = place.closest("details");
      if (details) details.open = true;
      place.querySelector(".error").textContent = text(fault, values);
      (place.querySelector("input:invalid") ?? place.querySelector("input, select"))?.focus();
      place.querySelector(".error").scrollIntoView({ block: "nearest" });
    }
    return !found.length;
  }
}

// Says in a few words what was filled in: the fields that a line of history shows.
export function lineOf(form, data) {
  return form.history.map((name) => {
    const field = form.fields.find((one) => one.name === name);
    const value = data[name];
    if (value === undefined || value === null || !field) return "";
    if (field.control === "name") return value[document.documentElement.lang] || value.fi || value.sv || value.en || "";
    if (field.control === "ages") return Object.entries(value).map(([band, people]) => `${people} × ${word(field.labels[band])}`).join(", ");
    if (field.control === "instant") return `${dayText(value)} ${clock(value)}`;
    if (field.control === "yes-no") return text(value ? "yes" : "no");
    if (field.control === "number") return `${word(field.label)} ${value}`;
    return [value].flat().map((one) => (field.labels ? word(field.labels[one]) : String(one))).join(", ");
  }).filter(Boolean).join(" · ");
}
