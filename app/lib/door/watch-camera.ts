import { createDecoder } from './decode.ts';
import { middleCode } from './middle-code.ts';
import { createScanMemory } from './scan-memory.ts';

/** Leaves the processor time for the rest of the page; a code is still read within a tenth of a second. */
const MS_BETWEEN_LOOKS = 80;
/** A frame may fail; a reader that never works must be said to be broken. */
const FAILURES_UNTIL_BROKEN = 20;

export interface Watch {
  forget(code: string): void;
  stop(): void;
}

/** Reads codes from a video without a pause, also while a verdict is shown. */
export function watchCamera(video: HTMLVideoElement, onCode: (code: string) => void, onBroken: () => void): Watch {
  const memory = createScanMemory();
  let stopped = false;
  let failures = 0;

  const look = async () => {
    const decoder = await createDecoder();
    while (!stopped) {
      if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0) {
        const codes = await decoder(video).then(
          (found) => ((failures = 0), found),
          () => (++failures, []),
        );
        if (failures === FAILURES_UNTIL_BROKEN) onBroken();
        const middle = middleCode(codes, { width: video.videoWidth, height: video.videoHeight });
        const inPicture = codes.map((code) => code.text);
        const code = memory.look(middle, inPicture, performance.now());
        if (code !== null && !stopped) onCode(code);
      }
      await new Promise((resolve) => setTimeout(resolve, MS_BETWEEN_LOOKS));
    }
  };
  look().catch(onBroken);

  return { forget: (code) => memory.forget(code), stop: () => (stopped = true) };
}
