import type { Sign } from './tone.ts';

interface Note {
  hertz: number;
  atSeconds: number;
  seconds: number;
}
interface Tune {
  wave: OscillatorType;
  notes: Note[];
}

/** Distinguishable with eyes closed: two rising notes, two falling ones, two equal ones, one long and low. */
const TUNES: Record<Sign, Tune> = {
  good: {
    wave: 'sine',
    notes: [
      { hertz: 880, atSeconds: 0, seconds: 0.09 },
      { hertz: 1318, atSeconds: 0.09, seconds: 0.16 },
    ],
  },
  leaving: {
    wave: 'sine',
    notes: [
      { hertz: 1318, atSeconds: 0, seconds: 0.09 },
      { hertz: 880, atSeconds: 0.09, seconds: 0.16 },
    ],
  },
  warn: {
    wave: 'triangle',
    notes: [
      { hertz: 520, atSeconds: 0, seconds: 0.14 },
      { hertz: 520, atSeconds: 0.2, seconds: 0.14 },
    ],
  },
  bad: { wave: 'sawtooth', notes: [{ hertz: 160, atSeconds: 0, seconds: 0.5 }] },
  unsure: {
    wave: 'triangle',
    notes: [
      { hertz: 330, atSeconds: 0, seconds: 0.12 },
      { hertz: 247, atSeconds: 0.14, seconds: 0.12 },
      { hertz: 330, atSeconds: 0.28, seconds: 0.12 },
    ],
  },
};
const BUZZES: Record<Sign, number[]> = {
  good: [60],
  leaving: [30, 60, 30],
  warn: [120, 80, 120],
  bad: [450],
  unsure: [80, 60, 80, 60, 80],
};

const ALARM: Tune = {
  wave: 'square',
  notes: [0, 0.25, 0.5, 0.75].map((atSeconds, index) => ({
    hertz: index % 2 === 0 ? 990 : 660,
    atSeconds,
    seconds: 0.2,
  })),
};
const ALARM_BUZZ = [250, 100, 250, 100, 250];

/** Plays the sound and vibration of a verdict. Browsers stay silent until the page was touched: call `unlock` then. */
export function createSignals() {
  let audio: AudioContext | null = null;

  return {
    unlock() {
      audio ??= new AudioContext();
      if (audio.state === 'suspended') void audio.resume();
    },
    give(sign: Sign) {
      buzz(BUZZES[sign]);
      if (audio?.state === 'running') play(audio, TUNES[sign]);
    },
    /** A conflict sounds unlike any verdict, and repeats until someone touches it. */
    alarm() {
      buzz(ALARM_BUZZ);
      if (audio?.state === 'running') play(audio, ALARM);
    },
    close: () => void audio?.close(),
  };
}
export type Signals = ReturnType<typeof createSignals>;

function play(audio: AudioContext, { wave, notes }: Tune) {
  for (const { hertz, atSeconds, seconds } of notes) {
    const start = audio.currentTime + atSeconds;
    const loudness = audio.createGain();
    loudness.gain.setValueAtTime(0.0001, start);
    loudness.gain.exponentialRampToValueAtTime(0.5, start + 0.01);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
    const oscillator = new OscillatorNode(audio, { type: wave, frequency: hertz });
    oscillator.connect(loudness).connect(audio.destination);
    oscillator.start(start);
    oscillator.stop(start + seconds);
  }
}

/** Before the first touch, browsers refuse and log an error. */
function buzz(pattern: number[]) {
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(pattern);
}
