// How fast the kiosk goes, in milliseconds: thanks, waiting for an age, and the pause after a run of answers.

export const pace = {
  thanks: 3_000,
  idle: 10_000,
  pause: 30_000,
  // A tap so soon after a screen came was meant for the one before.
  deaf: 500,
  // So many answers within so long are faster than people come one after another; the service flags them too.
  run: 8,
  within: 40_000,
};
