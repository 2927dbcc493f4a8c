const STEPS = [2, 4];

/** 1×, 2× and 4× the widest view, as far as the camera goes; none where the camera can't zoom. */
export function zoomSteps(range: { min: number; max: number } | undefined): number[] {
  if (!range || !(range.min > 0)) return [];
  const larger = STEPS.map((step) => step * range.min).filter((zoom) => zoom <= range.max);
  return larger.length > 0 ? [range.min, ...larger] : [];
}
