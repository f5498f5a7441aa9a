// The page's words in its three languages; the first list names them, so that none is missing in one.

import { PROGRAMMES } from "/programmes.js";

const NAMES = ["fi", "sv", "en"];

const TEXTS = {
  title: ["Ovi", "Dörren", "Door"],
  language: ["Kieli", "Språk", "Language"],
  online: ["Yhteys", "Uppkopplad", "Online"],
  offline: ["Ei yhteyttä", "Ingen anslutning", "Offline"],
  noService: ["Palvelu ei vastaa", "Tjänsten svarar inte", "No service"],
  keyHeading: ["Anna tämän laitteen avain", "Ange enhetens nyckel", "Enter this device's key"],
  keyHelp: [
    "Ylläpitäjä antaa avaimen. Se tallennetaan vain tähän laitteeseen.",
    "Administratören ger nyckeln. Den sparas bara på den här enheten.",
    "Your administrator gives you the key. It is kept on this device only.",
  ],
  keyLabel: ["Laitteen avain", "Enhetens nyckel", "Device key"],
  keySave: ["Tallenna avain", "Spara nyckeln", "Save the key"],
  keyNeedsNetwork: [
    "Avaimen tarkistus vaatii yhteyden. Yritä uudelleen, kun yhteys toimii.",
    "Nyckeln kontrolleras över nätet. Försök igen när nätet fungerar.",
    "Checking the key needs the network. Try again when you are online.",
  ],
  chooseHeading: ["Valitse tilaisuus", "Välj tillfälle", "Choose the gathering"],
  noGatherings: [
    "Tälle päivälle ei ole suunniteltu tilaisuuksia. Lisää oma alta.",
    "Inga tillfällen är planerade i dag. Lägg till ett eget nedan.",
    "No gathering is planned for today. Add one below.",
  ],
  moreGatherings: ["Näytä lisää", "Visa fler", "Show more"],
  otherGathering: ["Muu tilaisuus", "Ett annat tillfälle", "Another gathering"],
  programme: ["Ohjelma", "Program", "Programme"],
  gatheringId: ["Tilaisuuden tunnus", "Tillfällets id", "Gathering's id"],
  notCovered: [
    "Avaimesi ei kata tätä tilaisuutta. Avain kattaa: {patterns}",
    "Din nyckel omfattar inte detta tillfälle. Den omfattar: {patterns}",
    "Your key does not cover this gathering. It covers: {patterns}",
  ],
  choose: ["Valitse", "Välj", "Choose"],
  change: ["Vaihda", "Byt", "Change"],
  inside: ["Sisällä", "Inne", "Inside"],
  ofCapacity: ["/ {capacity}", "/ {capacity}", "/ {capacity}"],
  fullness: ["Täyttöaste", "Beläggning", "How full it is"],
  notRecorded: ["Ei vielä kirjauksia", "Inget registrerat ännu", "Nothing recorded yet"],
  withWaiting: [
    { one: "Mukana 1 lähettämätön kirjaus", other: "Mukana {count} lähettämätöntä kirjausta" },
    { one: "Med 1 registrering som väntar", other: "Med {count} registreringar som väntar" },
    { one: "With 1 entry that waits to be sent", other: "With {count} entries that wait to be sent" },
  ],
  groups: [
    { one: "1 ryhmä", other: "{count} ryhmää" }, { one: "1 grupp", other: "{count} grupper" }, { one: "1 group", other: "{count} groups" },
  ],
  people: [
    { one: "1 henkilö", other: "{count} henkilöä" }, { one: "1 person", other: "{count} personer" }, { one: "1 person", other: "{count} people" },
  ],
  alongCame: ["Muiden mukana {count}", "{count} kom med andra", "{count} came along"],
  arrived: ["Tullut sisään {count}", "{count} har kommit in", "{count} came in"],
  tooManyLeft: [
    "Ulos on kirjattu {count} enemmän kuin sisään. Laske väki ja tallenna määrä.",
    "{count} fler har gått ut än kommit in. Räkna och spara antalet.",
    "{count} more left than came in. Count heads and save the number.",
  ],
  nearlyFull: ["Melkein täynnä", "Nästan fullt", "Nearly full"],
  full: ["Täynnä", "Fullt", "Full"],
  overFull: ["Täynnä, {count} liikaa", "Fullt, {count} för många", "Full, {count} too many"],
  soundWhenFull: ["Äänimerkki, kun on täynnä", "Ljudsignal när det är fullt", "Sound when full"],
  openSince: ["Ovet auki klo {time} alkaen", "Dörrarna öppna sedan kl. {time}", "Open since {time}"],
  closedAt: ["Suljettu klo {time}", "Stängt kl. {time}", "Closed {time}"],
  closedNow: ["Suljettu", "Stängt", "Closed"],
  openNow: ["Ovet auki", "Dörrarna öppna", "Open"],
  cancelledNow: ["Tilaisuus on peruttu", "Tillfället är inställt", "Cancelled"],
  notOpened: ["Ovia ei ole vielä avattu", "Dörrarna har inte öppnats", "Not opened yet"],
  stillCounts: [
    "Ovet on suljettu. Kirjaus lasketaan, mutta sisällä näkyy 0, kunnes avaat ovet uudelleen.",
    "Dörrarna är stängda. Registreringen räknas, men inne visas 0 tills du öppnar igen.",
    "The doors are closed. This counts, but Inside shows 0 until you reopen.",
  ],
  reopen: ["Avaa uudelleen", "Öppna igen", "Reopen"],
  closeQuestion: ["Suljetaanko ovet? Sisällä olevien määräksi tulee 0.", "Stänga dörrarna? Antalet inne blir 0.", "Close the doors? Inside becomes 0."],
  closeNow: ["Sulje nyt", "Stäng nu", "Close now"],
  notYet: ["Ei vielä", "Inte ännu", "Not yet"],
  oldEvening: [
    "{name} ({day}) on yhä auki. Suljetaanko se?", "{name} ({day}) är fortfarande öppet. Stänga det?",
    "{name} ({day}) is still open. Close it?",
  ],
  closeOld: ["Sulje se", "Stäng det", "Close it"],
  keepOld: ["Jatka sitä", "Fortsätt med det", "Go on with it"],
  statusOpen: ["auki", "öppet", "open"],
  statusClosed: ["suljettu", "stängt", "closed"],
  statusScheduled: ["tulossa", "kommande", "planned"],
  keyRevoked: [
    "Laitteen avain ei enää kelpaa. Uusia kirjauksia ei oteta; {waiting} odottaa laitteessa tallessa. Vaihda avain, niin ne lähtevät.",
    "Enhetens nyckel gäller inte längre. Inget nytt tas emot; {waiting} väntar tryggt på enheten. Byt nyckel, så skickas de.",
    "This device's key is no longer valid. Nothing new is taken; {waiting} wait safely on the device. Replace the key and they are sent.",
  ],
  replaceKey: ["Vaihda avain", "Byt nyckel", "Replace the key"],
  saveWaiting: ["Tallenna odottavat tiedostoon", "Spara väntande i en fil", "Save what waits to a file"],
  back: ["Takaisin", "Tillbaka", "Back"],
  wereRefused: [
    { one: "1 kirjaus hylättiin.", other: "{count} kirjausta hylättiin." },
    { one: "1 registrering avvisades.", other: "{count} registreringar avvisades." },
    { one: "1 entry was refused.", other: "{count} entries were refused." },
  ],
  whyOther: [
    "Palvelu ei hyväksynyt kirjausta. Kerro ylläpitäjälle; kirjaus säilyy laitteessa.",
    "Tjänsten godtog inte registreringen. Berätta för administratören; den finns kvar på enheten.",
    "The service did not accept it. Tell your administrator; it is kept on this device.",
  ],
  resendAll: ["Lähetä kaikki uudelleen", "Skicka alla igen", "Send all again"],
  lastKnown: ["Viimeisin tieto klo {time}", "Senast känt kl. {time}", "Last known at {time}"],
  clockFast: [
    "Laitteen kello on {by} edellä. Ajat korjataan.",
    "Enhetens klocka går {by} före. Tiderna rättas.",
    "This device's clock is {by} fast. Times are corrected.",
  ],
  clockSlow: [
    "Laitteen kello on {by} jäljessä. Ajat korjataan.",
    "Enhetens klocka går {by} efter. Tiderna rättas.",
    "This device's clock is {by} slow. Times are corrected.",
  ],
  ageBand: ["Ikä", "Ålder", "Age"],
  unknownAge: ["Ei tiedossa", "Okänd", "Unknown"],
  atOnce: ["Montako kerralla", "Hur många på en gång", "How many at once"],
  fewer: ["Vähemmän", "Färre", "Fewer"],
  more: ["Enemmän", "Fler", "More"],
  comeIn: ["Sisään", "In", "In"],
  goOut: ["Ulos", "Ut", "Out"],
  undo: ["Kumoa", "Ångra", "Undo"],
  card: ["Kortti", "Kort", "Card"],
  cardNumber: ["Kortin numero", "Kortets nummer", "Card's number"],
  cardHelp: [
    "Numero muutetaan pseudonyymiksi lähetettäessä, eikä sitä sen jälkeen säilytetä.",
    "Numret blir en pseudonym när det skickas och sparas inte därefter.",
    "The number becomes a pseudonym when it is sent, and is not kept after that.",
  ],
  noCard: [
    "Se on henkilötunnus, sähköpostiosoite tai puhelinnumero, eikä sitä tallennettu. Lue ohjelman oma kortti tai kirjaa ilman korttia.",
    "Det är en personbeteckning, en e-postadress eller ett telefonnummer och sparades inte. Läs programmets eget kort eller checka in utan kort.",
    "That is a personal identity code, an e-mail address or a telephone number; it was not kept. Read the programme's own card, or check in without one.",
  ],
  scan: ["Skannaa", "Skanna", "Scan"],
  stopScan: ["Lopeta", "Sluta", "Stop"],
  noCamera: ["Kamera ei ole käytettävissä; kirjoita numero.", "Kameran kan inte användas; skriv numret.", "The camera cannot be used; type the number."],
  cardIn: ["Kirjaa kortilla sisään", "Checka in med kortet", "Check in with the card"],
  withThem: ["Montako mukana ilman korttia", "Hur många med, utan kort", "How many with them, without a card"],
  family: ["Perhe tai kaverit", "Familj eller vänner", "Family or friends"],
  familyHelp: [
    "Montako kustakin ikäryhmästä tuli yhdessä. Jokainen lasketaan kävijäksi.",
    "Hur många av varje ålder som kom tillsammans. Var och en räknas som besökare.",
    "How many of each age came together. Each counts as a visit.",
  ],
  groupVisit: ["Ryhmävierailu", "Gruppbesök", "Group visit"],
  groupHelp: [
    "Koululuokka tai kerho kirjataan kerralla. Ryhmä lasketaan erikseen: se ei muuta sisällä olevien määrää.",
    "En skolklass eller klubb registreras på en gång. Gruppen räknas för sig och ändrar inte hur många som är inne.",
    "A school class or a club is recorded at once. It is counted by itself and does not change how many are inside.",
  ],
  groupKind: ["Millainen ryhmä", "Vilken sorts grupp", "What kind of group"],
  groupPeople: ["Montako tuli", "Hur många kom", "How many came"],
  groupLeaders: ["Aikuisia mukana", "Vuxna med", "Adults with them"],
  groupBand: ["Useimpien ikä", "De flestas ålder", "Age of most of them"],
  groupIn: ["Kirjaa ryhmä", "Registrera gruppen", "Record the group"],
  "school-class": ["Koululuokka", "Skolklass", "School class"],
  "day-care": ["Päiväkoti", "Daghem", "Day care"],
  "family-group": ["Perhe", "Familj", "Family"],
  club: ["Kerho tai seura", "Klubb eller förening", "Club"],
  "other-group": ["Muu ryhmä", "Annan grupp", "Other group"],
  familyIn: ["Kirjaa {count} sisään", "Checka in {count}", "Check in {count}"],
  doors: ["Ovet ja väkimäärä", "Dörrar och antal inne", "Doors and head count"],
  headCount: ["Montako on nyt sisällä", "Hur många är inne nu", "How many are inside now"],
  save: ["Tallenna", "Spara", "Save"],
  openDoors: ["Avaa ovet", "Öppna dörrarna", "Open the doors"],
  closeDoors: ["Sulje ovet", "Stäng dörrarna", "Close the doors"],
  entries: ["Tämän laitteen kirjaukset", "Enhetens registreringar", "Entries of this device"],
  summary: [
    "{waiting} odottaa, {sent} lähetetty, {refused} hylätty",
    "{waiting} väntar, {sent} skickade, {refused} avvisade",
    "{waiting} waiting, {sent} sent, {refused} refused",
  ],
  waiting: ["Odottaa", "Väntar", "Waiting"],
  sent: ["Lähetetty", "Skickad", "Sent"],
  refused: ["Hylätty", "Avvisad", "Refused"],
  flagged: ["Tarkista", "Kontrollera", "Please check"],
  undone: ["Kumottu", "Ångrad", "Undone"],
  resend: ["Lähetä uudelleen", "Skicka igen", "Send again"],
  dismiss: ["Poista", "Ta bort", "Dismiss"],
  rejections: ["Hylätyt ja tarkistettavat", "Avvisade och att kontrollera", "Refused or to be checked"],
  noRejections: [
    "Mitään ei ole hylätty vastaanoton jälkeen viikon aikana, eikä mitään ole tarkistettavana.",
    "Ingenting har avvisats efter mottagandet den senaste veckan, och ingenting behöver kontrolleras.",
    "Nothing was refused after it was received, in the last week, and nothing is to be checked.",
  ],
  device: ["Tämä laite", "Denna enhet", "This device"],
  whose: ["{organiser} · laite {source}", "{organiser} · enhet {source}", "{organiser} · device {source}"],
  forget: ["Unohda avain", "Glöm nyckeln", "Forget the key"],
  keep: ["Säilytä", "Behåll", "Keep"],
  forgetQuestion: [
    "Avain ja kirjauslista poistetaan laitteesta. Lähettämättä: {waiting}. Jos jotakin on lähettämättä, tallenna se ensin tiedostoon.",
    "Nyckeln och listan tas bort från enheten. Inte skickade: {waiting}. Om något inte är skickat, spara det först i en fil.",
    "The key and the list are removed from this device. Not sent: {waiting}. What is not sent has to be saved to a file first.",
  ],
  entryOf: ["+{count} sisään", "+{count} in", "+{count} in"],
  exitOf: ["−{count} ulos", "−{count} ut", "−{count} out"],
  withCard: ["kortti", "kort", "card"],
  plusWith: ["+ {count} mukana", "+ {count} med", "+ {count} along"],
  counted: ["Sisällä {people}", "{people} inne", "{people} inside"],
  opened: ["Ovet avattu", "Dörrarna öppnade", "Doors opened"],
  closed: ["Ovet suljettu", "Dörrarna stängda", "Doors closed"],
  retraction: ["Kumoaminen", "Ångrat", "Undoing"],
  atDesk: ["Kirjaus työpöydällä", "Registrerat vid skrivbordet", "Entered at the desk"],
  serverTrouble: [
    "Palvelu ei vastaa; kirjaukset odottavat laitteessa.",
    "Tjänsten svarar inte; registreringarna väntar på enheten.",
    "The service does not answer; entries wait on this device.",
  ],
  noStorage: [
    "Selain ei anna tallentaa laitteeseen. Poistu yksityisestä tilasta.",
    "Webbläsaren tillåter inte lagring. Lämna privat läge.",
    "The browser does not let the page store entries. Leave private mode.",
  ],
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

// Gives a text with the values in its braces; one with a singular and a plural goes by `count`.
export function text(name, values = {}) {
  const found = TEXTS[name][place];
  const words = typeof found === "string" ? found : found[new Intl.PluralRules(NAMES[place]).select(values.count)] ?? found.other;
  return words.replace(/\{(\w+)\}/g, (_, value) => String(values[value]));
}

export const hasText = (name) => Object.hasOwn(TEXTS, name);

const DAY = { timeZone: "Europe/Helsinki" };

// Gives the day of an instant by Helsinki's calendar, as 2026-11-28.
export const dayOf = (instant) => new Intl.DateTimeFormat("sv-SE", DAY).format(new Date(instant));

// Gives a day in words: Fri 27 Nov.
export const dayText = (instant) =>
  new Intl.DateTimeFormat(NAMES[place] === "en" ? "en-GB" : `${NAMES[place]}-FI`, { ...DAY, weekday: "short", day: "numeric", month: "numeric" }).format(new Date(instant));

// Gives a duration in its largest whole unit, minutes at least.
export function duration(milliseconds) {
  const minutes = Math.round(milliseconds / 60_000);
  const [value, unit] = minutes < 120 ? [minutes, "minute"] : minutes < 2880 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return new Intl.NumberFormat(NAMES[place], { style: "unit", unit, unitDisplay: "long" }).format(value);
}

export const clock = (instant) =>
  new Date(instant).toLocaleTimeString(`${NAMES[place]}-FI`, { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Helsinki" });
