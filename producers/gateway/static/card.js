// A card at the door: typed, or read by a camera.

import { byId, drawAlong, say, trouble, view } from "/draw.js";
import { personalDetail } from "/personal.js";
import { takeKey } from "/key.js";
import { enter, handled } from "/queue.js";
import { Scanner, codeOf, whenScanned } from "/scan.js";
import { state } from "/state.js";
import { text } from "/texts.js";

const scanners = { scan: new Scanner(byId("camera")), "key-scan": new Scanner(byId("key-camera")) };

// Lets the camera go.
export const stopScanning = () => { for (const scanner of Object.values(scanners)) scanner.stop(); };

export function person(direction, band, more = {}) {
  return { direction, ...(band ? { age_band: band } : {}), method: "tap", ...more };
}

// Scans until a code is seen and gives it to `taken`, or until its button is pressed again.
async function scan(id, input, taken) {
  const scanner = scanners[id];
  if (scanner.running) { scanner.stop(); return; }
  byId(id).textContent = text("stopScan");
  try {
    const code = await scanner.read();
    if (code) await taken(code);
  } catch {
    scanner.stop();
    say(text("noCamera"));
    byId(input).focus();
  } finally {
    byId(id).textContent = text("scan");
  }
}

export const scanKey = () => scan("key-scan", "key-input", takeKey);

export const scanCard = () => scan("scan", "card-number", (code) => cardOf(code, "qr-code"));

async function cardOf(code, method) {
  byId("card-number").value = code.slice(0, 120);
  await cardIn(method);
}

// Reads a card's code out of a picture that was chosen or taken.
export async function readPicture() {
  const [picture] = byId("picture").files;
  byId("picture").value = "";
  const code = picture && (await codeOf(picture).catch(() => undefined));
  if (code) await cardOf(code, "qr-code");
  else say(text("noCode"));
}

// Takes what a scanner types as a card's number, where the door takes cards.
export function listenToScanner() {
  whenScanned(handled(async (code) => {
    if (view() === "door" && !byId("card-part").hidden) await cardOf(code, "card");
  }));
}

export async function cardIn(method = "card") {
  const card = byId("card-number").value.trim();
  if (!card) return;
  byId("card-number").value = "";
  const personal = personalDetail(card)?.certain === true;
  trouble(personal ? text("noCard") : "");
  if (personal) {
    byId("card-number").focus();
    return;
  }
  const along = state.along ? { accompanied_by: state.along } : {};
  state.along = 0;
  drawAlong();
  await enter([person("entry", state.band, { method, card, ...along })]);
}
