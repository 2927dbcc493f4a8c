import { sizeOf, takeFrame } from './decode-frame.ts';
import { createDecoder, type Decoder } from './decode.ts';
import { middleCode } from './middle-code.ts';
import { createScanMemory } from './scan-memory.ts';

/** Leaves the phone time to cool; a code is still read within a tenth of a second. */
const MS_BETWEEN_LOOKS = 50;
/** A camera in the dark, or in a test, is slow; one whose browser never reports frames is read on a timer. */
const MS_WITHOUT_NEWS = 500;
/** A frame may fail; a reader that never works must be reported as broken. */
const FAILURES_UNTIL_BROKEN = 20;

/** Its code didn't arrive, or it arrived and fails on every picture. */
export type Broken = 'not_loaded' | 'not_reading';

export interface Watch {
  /** Another question applies to the codes in the picture. */
  forgetAll(): void;
  stop(): void;
}

/**
 * Reads codes from a video without pausing, also while a verdict is shown. `onCode` returns whether it accepted the
 * code; one that it did not accept comes again while it is in the picture.
 */
export function watchCamera(
  video: HTMLVideoElement,
  onCode: (code: string) => boolean,
  onBroken: (why: Broken) => void,
): Watch {
  const memory = createScanMemory();
  let stopped = false;
  let failures = 0;

  const look = async () => {
    const decoder = await createDecoder();
    while (!stopped) {
      const next = nextPicture(video);
      if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0) {
        await lookOnce(decoder).then(
          () => (failures = 0),
          () => ++failures,
        );
        if (failures === FAILURES_UNTIL_BROKEN) onBroken('not_reading');
      }
      await after(MS_BETWEEN_LOOKS);
      await Promise.race([next, after(MS_WITHOUT_NEWS)]);
    }
    decoder.stop();
  };

  const lookOnce = async (decoder: Decoder) => {
    const frame = await takeFrame(video);
    const size = sizeOf(frame);
    const codes = await decoder.read(frame);
    const inPicture = codes.map((code) => code.text);
    const code = memory.look(middleCode(codes, size), inPicture, performance.now());
    if (code !== null && !stopped && !onCode(code)) memory.forget(code);
  };

  look().catch(() => onBroken('not_loaded'));

  return { forgetAll: () => memory.forgetAll(), stop: () => (stopped = true) };
}

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Reading the same frame twice would only heat the phone. */
async function nextPicture(video: HTMLVideoElement): Promise<void> {
  if ('requestVideoFrameCallback' in video) await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
}
