/** In the browser: what the scanner's own decoder reads in two looks at a frame, since a camera sees a code many times, and what @zxing/browser reads. */
export interface FrameReading {
  ours: string[];
  oursMs: number;
  theirs: string[];
  theirsMs: number;
}
