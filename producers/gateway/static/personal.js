// What people write where a card's number belongs: the same rule as the gateway's (producers/personal_details.py), so that
// an identity code, an address or a telephone number never gets into the queue. Works without lookbehind, for older tablets.

const CENTURIES = { A: 2000, Y: 1900, X: 1900, W: 1900, V: 1900, U: 1900, B: 2000, C: 2000, D: 2000, E: 2000, F: 2000 };
const CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY";
const SIGN = "(-?[ABCDEFUVWXY]-?|-?)";
const ENDING = "([0-9]{3})-?([0-9A-Z])(?=-|$)";
const YEAR_LAST = new RegExp(`(?:^|-)([0-9]{2})-?([0-9]{2})-?([0-9]{4}|[0-9]{2})${SIGN}${ENDING}`, "g");
const YEAR_FIRST = new RegExp(`(?:^|-)([0-9]{4}|[0-9]{2})-?([0-9]{2})-?([0-9]{2})${SIGN}${ENDING}`, "g");
const ESTONIAN = /(?:^|-)([1-8])([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{4})(?=-|$)/g;
const ESTONIAN_WEIGHTS = [[1, 2, 3, 4, 5, 6, 7, 8, 9, 1], [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]];
const PREFIX = /^(?:FIN?|SWE|SE|EST|EE|HETU|SOTU|HENKILÖTUNNUS|PERSONNUMMER|PNR|ISIKUKOOD)[\s:.-]*(?=[0-9])/u;
const COORDINATION_NUMBER = 60;

const EMAIL = /\S@\S*\p{L}/u;
const PHONE_WORD = /^(?:TEL|PUH|GSM|MOB)[A-Z]*[\s.:]*(?=[+(0-9])/u;
const ABROAD = /^(?:\+|00(?:358|46|372|47|45|49|44|7))[0-9\s().\u2010-\u2015/-]*$/;
const PHONE_SIGNS = /^[0-9\s().\u2010-\u2015\u2212/-]+$/;
const MOBILE = /^(?:0|358)(?:4[0-9]|50)[0-9]{6,8}$/;
const LANDLINE = /^\(?0(?:2|3|5|6|8|9|1[3-9])\)?[\s\u2010-\u2015\u2212/-]+[0-9][0-9\s-]{4,9}$/;

const LETTERS_ALONE = /^[\p{L}\s'’´`.,\u2010-\u2015\u2212-]+$/u;
const WORD = /(?:^|[^\p{L}\p{N}])(\p{L}{3,})(?=[^\p{L}\p{N}]|$)/gu;
const NAME_AND_DIGITS = /^(\p{L}{3,})[\s._\u2010-\u2015\u2212-]*[0-9]{1,8}$/u;
const BEYOND_HEXADECIMAL = /[^0-9A-Fa-f]/u;
const VOWEL = /[aeiouyåäöAEIOUYÅÄÖ]/u;
const BEYOND_ASCII = /[^\x00-\x7f]/u;

// Gives { kind, certain }, or undefined where the text may well be a card's number.
export function personalDetail(text) {
  const seen = clean(text);
  return identityCode(seen.toUpperCase()) ?? email(seen) ?? phone(seen.toUpperCase()) ?? name(seen);
}

function clean(text) {
  return text.normalize("NFKC").replace(/[\x00-\x08\x0e-\x1f\x7f-\x9f]|\p{Cf}/gu, "").trim();
}

function identityCode(text) {
  const bare = text.replace(PREFIX, "");
  let uncertain = false;
  for (const form of forms(bare)) {
    for (const certain of [...finnish(form), ...swedish(form), ...estonian(form)]) {
      if (certain || bare !== text) return { kind: "identity-code", certain: true };
      uncertain = true;
    }
  }
  return uncertain ? { kind: "identity-code", certain: false } : undefined;
}

function forms(text) {
  return [text, text.replace(/\s+/gu, ""), text.replace(/[^0-9A-Z]+/gu, "")].map((form) =>
    form.replace(/[^0-9A-Z]+/gu, "-").replace(/^-+|-+$/g, ""),
  );
}

const plain = (sign) => sign.replace(/-/g, "");

function* finnish(form) {
  for (const pattern of [YEAR_LAST, YEAR_FIRST]) {
    for (const [, first, month, last, sign, number, check] of form.matchAll(pattern)) {
      const [day, year] = pattern === YEAR_LAST ? [first, last] : [last, first];
      if (day.length !== 2 || !(sign || /[A-Z]/.test(check))) continue;
      if (CHECK[Number(day + month + year.slice(-2) + number) % CHECK.length] !== check) continue;
      const century = CENTURIES[plain(sign)];
      if (isDay(years(year, century === undefined ? [1800, 1900, 2000] : [century]), month, Number(day))) yield true;
    }
  }
}

function* swedish(form) {
  for (const [, year, month, day, sign, number, check] of form.matchAll(YEAR_FIRST)) {
    if (plain(sign) || !/[0-9]/.test(check)) continue;
    let sum = Number(check);
    [...(year.slice(-2) + month + day + number)].map(Number).forEach((digit, place) => {
      const doubled = place % 2 ? digit : digit * 2;
      sum += Math.floor(doubled / 10) + (doubled % 10);
    });
    if (sum % 10) continue;
    const possible = years(year, [1800, 1900, 2000]);
    if (isDay(possible, month, Number(day)) || isDay(possible, month, Number(day) - COORDINATION_NUMBER)) {
      yield year.length === 4 || sign !== "";
    }
  }
}

function* estonian(form) {
  for (const [, century, year, month, day, rest] of form.matchAll(ESTONIAN)) {
    const digits = [...(century + year + month + day + rest)].map(Number);
    let remainder = 10;
    for (const weights of ESTONIAN_WEIGHTS) {
      if (remainder === 10) remainder = weights.reduce((sum, weight, place) => sum + weight * digits[place], 0) % 11;
    }
    const born = 1800 + Math.floor((Number(century) - 1) / 2) * 100 + Number(year);
    if (remainder % 10 === digits[10] && isDay([born], month, Number(day))) yield false;
  }
}

const years = (year, centuries) => (year.length === 4 ? [Number(year)] : centuries.map((century) => century + Number(year)));

function isDay(possible, month, day) {
  return possible.some((year) => {
    const found = new Date(Date.UTC(year, Number(month) - 1, day));
    return year >= 1800 && year < 2100 && found.getUTCMonth() === Number(month) - 1 && found.getUTCDate() === day;
  });
}

function email(text) {
  return EMAIL.test(text.replace(/\s+/gu, "")) ? { kind: "email", certain: true } : undefined;
}

function phone(text) {
  const number = text.replace(PHONE_WORD, "");
  const digits = number.replace(/[^0-9]/g, "");
  if (digits.length >= 8 && digits.length <= 17 && (ABROAD.test(number) || (number !== text && PHONE_SIGNS.test(number)))) {
    return { kind: "phone", certain: true };
  }
  return PHONE_SIGNS.test(number) && (MOBILE.test(digits) || LANDLINE.test(number)) ? { kind: "phone", certain: false } : undefined;
}

function name(text) {
  const found = { kind: "name", certain: false };
  if (LETTERS_ALONE.test(text)) return (text.match(/\p{L}/gu) ?? []).length >= 2 ? found : undefined;
  const words = [...text.matchAll(WORD)].map(([, word]) => word);
  if (words.length >= 2 && words.some((word) => BEYOND_HEXADECIMAL.test(word))) return found;
  const word = NAME_AND_DIGITS.exec(text)?.[1];
  if (word === undefined) return undefined;
  const spoken = word !== word.toUpperCase() && VOWEL.test(word) && BEYOND_HEXADECIMAL.test(word);
  return spoken || BEYOND_ASCII.test(word) ? found : undefined;
}
