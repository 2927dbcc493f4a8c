import type { Sign } from './tone.ts';

interface Note {
  hertz: number;
  atSeconds: number;
  seconds: number;
  wave: OscillatorType;
}
const note = (hertz: number, atSeconds: number, seconds: number, wave: OscillatorType): Note => ({
  hertz,
  atSeconds,
  seconds,
  wave,
});

/** Distinguishable with eyes closed: two rising notes, two falling ones, two equal ones, one long and low. */
const NOTES: Record<Sign, Note[]> = {
  good: [note(880, 0, 0.09, 'sine'), note(1318, 0.09, 0.16, 'sine')],
  leaving: [note(1318, 0, 0.09, 'sine'), note(880, 0.09, 0.16, 'sine')],
  warn: [note(520, 0, 0.14, 'triangle'), note(520, 0.2, 0.14, 'triangle')],
  bad: [note(160, 0, 0.5, 'sawtooth')],
  unsure: [note(330, 0, 0.12, 'triangle'), note(247, 0.14, 0.12, 'triangle'), note(330, 0.28, 0.12, 'triangle')],
};
const BUZZES: Record<Sign, number[]> = {
  good: [60],
  leaving: [30, 60, 30],
  warn: [120, 80, 120],
  bad: [450],
  unsure: [80, 60, 80, 60, 80],
};

const ALARM = [0, 0.25, 0.5, 0.75].map((atSeconds, index) =>
  note(index % 2 === 0 ? 990 : 660, atSeconds, 0.2, 'square'),
);
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
      if (audio?.state === 'running') for (const one of NOTES[sign]) play(audio, one);
    },
    /** A conflict sounds unlike any verdict, and repeats until someone touches it. */
    alarm() {
      buzz(ALARM_BUZZ);
      if (audio?.state === 'running') for (const one of ALARM) play(audio, one);
    },
    close: () => void audio?.close(),
  };
}
export type Signals = ReturnType<typeof createSignals>;

function play(audio: AudioContext, { hertz, atSeconds, seconds, wave }: Note) {
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

/** Before the first touch, browsers refuse and log an error. */
function buzz(pattern: number[]) {
  if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(pattern);
}
