// Reads a card's code with the camera, where the browser can; everywhere else the number is typed.

export const canScan = () => "BarcodeDetector" in globalThis && Boolean(navigator.mediaDevices?.getUserMedia);

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
    const detector = new BarcodeDetector({ formats: ["qr_code", "code_128", "ean_13", "code_39"] });
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
