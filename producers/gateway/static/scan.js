// Reads codes with the camera or out of a picture, where the browser can. Everywhere else they are typed, or a scanner
// types them: it is a keyboard that ends each code with Enter.

const FORMATS = ["qr_code", "code_128", "ean_13", "code_39"];

export const canRead = () => "BarcodeDetector" in globalThis;

export const canScan = () => canRead() && Boolean(navigator.mediaDevices?.getUserMedia);

export class Scanner {
  constructor(video) {
    this.video = video;
    this.stream = undefined;
  }

  get running() {
    return this.stream !== undefined;
  }

  // Gives the first code seen, or undefined where it was stopped. Raises where there is no camera for it.
  async read() {
    const detector = new BarcodeDetector({ formats: FORMATS });
    this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    this.video.srcObject = this.stream;
    this.video.hidden = false;
    await this.video.play();
    try {
      while (this.running) {
        const [code] = await detector.detect(this.video);
        if (code) return code.rawValue;
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
      return undefined;
    } finally {
      this.stop();
    }
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
    this.video.srcObject = null;
    this.video.hidden = true;
  }
}

// Gives the first code in a picture, or undefined.
export async function codeOf(picture) {
  const [code] = await new BarcodeDetector({ formats: FORMATS }).detect(await createImageBitmap(picture));
  return code?.rawValue;
}

// No hand types as fast as a scanner does.
const FASTEST_HAND_MILLISECONDS = 50;
const LEAST_CHARACTERS = 4;

// Calls `taken` with what a scanner typed while no field was there to take it. What it typed presses no button.
export function whenScanned(taken) {
  let typed = "";
  let last = 0;
  addEventListener("keydown", (event) => {
    if (event.target.matches?.("input:not([type=radio], [type=checkbox]), select, textarea") || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.timeStamp - last > FASTEST_HAND_MILLISECONDS) typed = "";
    last = event.timeStamp;
    if (event.key.length === 1) typed += event.key;
    else if (event.key === "Enter" && typed.length >= LEAST_CHARACTERS) {
      event.preventDefault();
      taken(typed);
      typed = "";
    }
  }, { capture: true });
}
