// The page's words in its three languages; the first list names them, so that none is missing in one.

import { PROGRAMMES } from "/programmes.js";

const NAMES = ["fi", "sv", "en"];

const TEXTS = {
  title: ["Ovi", "Dörren", "Door"],
  language: ["Kieli", "Språk", "Language"],
  online: ["Yhteys", "Uppkopplad", "Online"],
  offline: ["Ei yhteyttä", "Nedkopplad", "Offline"],
  keyHeading: ["Anna tämän laitteen avain", "Ange enhetens nyckel", "Enter this device's key"],
  keyHelp: [
    "Ylläpitäjä antaa avaimen. Se tallennetaan vain tähän laitteeseen.",
    "Administratören ger nyckeln. Den sparas bara på den här enheten.",
    "Your administrator gives you the key. It is kept on this device only.",
  ],
  keyLabel: ["API-avain", "API-nyckel", "API key"],
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
    "Mukana {waiting} lähettämätöntä kirjausta",
    "Med {waiting} registreringar som väntar",
    "With {waiting} entries that wait to be sent",
  ],
  groupsCame: [
    "Ryhmiä {groups}, niissä {people}", "{groups} grupper med {people}", "{groups} groups of {people}",
  ],
  alongCame: ["Mukana tulleita {accompanied}", "{accompanied} kom med andra", "{accompanied} came along"],
  arrived: ["Tulleita {entries}", "{entries} har kommit", "{entries} came in"],
  lastKnown: ["Viimeisin tieto klo {time}", "Senast känt kl. {time}", "Last known at {time}"],
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
    "Numero muutetaan salanimeksi lähetettäessä, eikä sitä sen jälkeen säilytetä.",
    "Numret blir en pseudonym när det skickas och sparas inte därefter.",
    "The number becomes a pseudonym when it is sent, and is not kept after that.",
  ],
  noCard: [
    "Se on henkilötunnus, sähköpostiosoite tai puhelinnumero, eikä sitä tallennettu. Lue ohjelman oma kortti tai kirjaa ilman korttia.",
    "Det är en personbeteckning, en e-postadress eller ett telefonnummer och sparades inte. Läs programmets eget kort eller checka in utan kort.",
    "That is a personal identity code, an e-mail address or a telephone number; it was not kept. Read the programme's own card, or check in without one.",
  ],
  scan: ["Lue kamera", "Skanna", "Scan"],
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
  undone: ["Kumottu", "Ångrad", "Undone"],
  resend: ["Lähetä uudelleen", "Skicka igen", "Send again"],
  dismiss: ["Poista", "Ta bort", "Dismiss"],
  rejections: ["Myöhemmin hylätyt", "Avvisade senare", "Refused later"],
  noRejections: [
    "Mitään ei ole hylätty vastaanoton jälkeen viikon aikana.",
    "Ingenting har avvisats efter mottagandet den senaste veckan.",
    "Nothing was refused after it was received, in the last week.",
  ],
  device: ["Tämä laite", "Denna enhet", "This device"],
  whose: ["{organiser} · laite {source}", "{organiser} · enhet {source}", "{organiser} · device {source}"],
  forget: ["Unohda avain", "Glöm nyckeln", "Forget the key"],
  keep: ["Säilytä", "Behåll", "Keep"],
  forgetQuestion: [
    "Avain ja kirjauslista poistetaan laitteesta. Odottavia kirjauksia, jotka katoavat: {waiting}.",
    "Nyckeln och listan tas bort från enheten. Väntande registreringar som går förlorade: {waiting}.",
    "The key and the list are removed from this device. Waiting entries that will be lost: {waiting}.",
  ],
  entryOf: ["+{count} sisään", "+{count} in", "+{count} in"],
  exitOf: ["−{count} ulos", "−{count} ut", "−{count} out"],
  withCard: ["kortti", "kort", "card"],
  plusWith: ["+ {count} mukana", "+ {count} med", "+ {count} along"],
  counted: ["Sisällä {people}", "{people} inne", "{people} inside"],
  opened: ["Ovet avattu", "Dörrarna öppnade", "Doors opened"],
  closed: ["Ovet suljettu", "Dörrarna stängda", "Doors closed"],
  retraction: ["Kumoaminen", "Ångrande", "Undoing"],
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

export function setLanguage(language) {
  place = Math.max(0, NAMES.indexOf(language));
}

// Gives a text with the values in its braces.
export function text(name, values = {}) {
  return TEXTS[name][place].replace(/\{(\w+)\}/g, (_, value) => String(values[value]));
}

export const hasText = (name) => Object.hasOwn(TEXTS, name);

export const clock = (instant) =>
  new Date(instant).toLocaleTimeString(`${NAMES[place]}-FI`, { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Helsinki" });
