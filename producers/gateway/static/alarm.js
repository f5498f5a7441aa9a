// A full house is felt and heard: once, when the number reaches the limit, and each time that it goes further above.

import { state } from "/state.js";

let last = null;

function beep() {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  volume.gain.value = 0.2;
  tone.frequency.value = 880;
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.4);
  tone.onended = () => context.close();
}

// Vibrates where the device can and its user wants it.
export function feel(pattern) {
  if (state.vibration) navigator.vibrate?.(pattern);
}

// Gives how full it is: "", "nearly", "full" or "over"; alarms when it becomes full or fuller.
export function fullness(inside, capacity) {
  const level = !capacity || inside === null ? "" : inside > capacity ? "over" : inside === capacity ? "full" : inside >= capacity * 0.9 ? "nearly" : "";
  const alarming = level === "full" || level === "over";
  if (alarming && last !== null && inside > last) {
    feel([200, 100, 200]);
    if (state.sound) beep();
  }
  last = inside;
  return level;
}
