const STEPS = [2, 4];

/** Once, twice and four times the widest picture, as far as the camera goes; none where that is no zoom. */
export function zoomSteps(range: { min: number; max: number } | undefined): number[] {
  if (!range || !(range.min > 0)) return [];
  const larger = STEPS.map((step) => step * range.min).filter((zoom) => zoom <= range.max);
  return larger.length > 0 ? [range.min, ...larger] : [];
}
