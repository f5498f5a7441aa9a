// What contradicts the contract in a form, and what is likely a slip: the contract's own limits and rules, out of /forms.js.

const MOST_PEOPLE = 1_000_000;
const whole = (value, min, max) => Number.isSafeInteger(value) && value >= min && value <= max;

function dayOf(text) {
  if (typeof text !== "string" || !/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text || text < "2000" || text >= "2100" ? null : day;
}

// Gives the first day of the period that a day lies in: a week begins on Monday, a month on its first.
export function beginningOf(period, text) {
  const day = dayOf(text);
  if (!day) return null;
  if (period === "month") day.setUTCDate(1);
  if (period === "week") day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

// By control: gives what is wrong with a value that is there, or null.
const CONTROLS = {
  choice: (field, value) => (field.values.includes(value) ? null : { fault: "notListed" }),
  choices: (field, value) => {
    if (!Array.isArray(value) || !value.every((one) => field.values.includes(one))) return { fault: "notListed" };
    return value.length > field.most ? { fault: "tooMany", most: field.most } : null;
  },
  number: (field, value) => {
    const [min, max] = [field.min ?? 0, field.max ?? MOST_PEOPLE];
    return whole(value, min, max) ? null : { fault: "outOfRange", min, max };
  },
  ages: (field, value) => {
    const bands = value !== null && typeof value === "object" && !Array.isArray(value) ? Object.entries(value) : [["", -1]];
    const fine = bands.every(([band, people]) => field.values.includes(band) && whole(people, 0, MOST_PEOPLE));
    return fine ? null : { fault: "outOfRange", min: 0, max: MOST_PEOPLE };
  },
  date: (_, value) => (dayOf(value) ? null : { fault: "noDay" }),
  "yes-no": (_, value) => (typeof value === "boolean" ? null : { fault: "notListed" }),
  instant: (_, value) => (Number.isNaN(Date.parse(value)) ? { fault: "noDay" } : null),
  name: (_, value) => (Object.values(value).some((one) => one.trim()) ? null : { fault: "missing" }),
};
CONTROLS.list = CONTROLS.choice;
CONTROLS.faces = CONTROLS.number;

const sum = (numbers) => Object.values(numbers ?? {}).reduce((total, number) => total + number, 0);

const RULES = {
  "sum-within": ({ parts, total }, data) => {
    const known = sum(data[parts]);
    return known > data[total] ? { field: parts, fault: "sumWithin", known, total: data[total] } : null;
  },
  different: ({ one, other }, data) => (data[one] === data[other] ? { field: other, fault: "different" } : null),
  "begins-its-period": ({ period, day }, data) => {
    const first = beginningOf(data[period], data[day]);
    return first === data[day] ? null : { field: day, fault: "beginsItsPeriod", first };
  },
  "not-before": ({ first, last }, data) =>
    data[first] && data[last] && Date.parse(data[last]) < Date.parse(data[first]) ? { field: last, fault: "notBefore" } : null,
};

// Gives each contradiction: the field where it is shown, its kind, and the numbers in its words. Rules need whole fields.
export function faults(form, data) {
  const found = [];
  for (const field of form.fields) {
    const value = data[field.name];
    if (value === undefined) {
      if (field.required) found.push({ field: field.name, fault: "missing" });
      continue;
    }
    const wrong = CONTROLS[field.control]?.(field, value);
    if (wrong) found.push({ field: field.name, ...wrong });
  }
  if (!found.length) found.push(...form.rules.map((rule) => RULES[rule.rule](rule, data)).filter(Boolean));
  return found;
}

// Gives the fields that are likely slips, to be asked about, not refused: with more people than such events of the programme
// have ("many"), or of a period that begins after `today` ("ahead").
export function doubts(form, data, programme, today) {
  const most = { ...form.many, ...form.many_at?.[programme] };
  const many = Object.keys(most).filter((field) => data[field] > most[field]).map((field) => [field, "many"]);
  const ahead = form.fields.filter((field) => field.control === "date" && data[field.name] > today).map((field) => [field.name, "ahead"]);
  return [...many, ...ahead];
}
