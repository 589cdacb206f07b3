import { signal } from '@preact/signals';
import { readSetting, writeSetting } from './settings.ts';

/** Off until the player turns it on. */
export const soundOn = signal(readSetting('sound') === 'on');

export function turnSound(on: boolean): void {
  soundOn.value = on;
  writeSetting('sound', on ? 'on' : 'off');
  if (on) playSound('win');
}

interface Note {
  hertz: number;
  atMs: number;
  lastsMs: number;
}

/** Blips made of one oscillator: there are no files to load. */
const SOUNDS = {
  stop: [{ hertz: 220, atMs: 0, lastsMs: 60 }],
  lose: [{ hertz: 160, atMs: 0, lastsMs: 140 }],
  win: [
    { hertz: 523, atMs: 0, lastsMs: 90 },
    { hertz: 659, atMs: 90, lastsMs: 90 },
    { hertz: 784, atMs: 180, lastsMs: 160 },
  ],
  great: [
    { hertz: 523, atMs: 0, lastsMs: 100 },
    { hertz: 784, atMs: 100, lastsMs: 100 },
    { hertz: 1047, atMs: 200, lastsMs: 120 },
    { hertz: 1319, atMs: 320, lastsMs: 320 },
  ],
} satisfies Record<string, Note[]>;

const LOUDNESS = 0.06;
let context: AudioContext | null = null;

export function playSound(name: keyof typeof SOUNDS): void {
  if (!soundOn.peek()) return;
  context ??= new AudioContext();
  for (const { hertz, atMs, lastsMs } of SOUNDS[name]) {
    const startsAt = context.currentTime + atMs / 1000;
    const endsAt = startsAt + lastsMs / 1000;
    const oscillator = context.createOscillator();
    const loudness = context.createGain();
    oscillator.type = 'triangle';
    oscillator.frequency.value = hertz;
    loudness.gain.setValueAtTime(LOUDNESS, startsAt);
    loudness.gain.exponentialRampToValueAtTime(0.0001, endsAt);
    oscillator.connect(loudness).connect(context.destination);
    oscillator.start(startsAt);
    oscillator.stop(endsAt);
  }
}
