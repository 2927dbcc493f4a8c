/** The codes that the scanner's own decoder reads in two attempts, since a camera sees a code many times, and those that @zxing/browser reads. */
export interface FrameReading {
  ours: string[];
  oursMs: number;
  theirs: string[];
  theirsMs: number;
}
