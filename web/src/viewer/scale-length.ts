const LONGEST_PIXELS = 160;
const steps = [1, 2, 5];

/** The longest of 1, 2, 5, 10, 20, ... millimetres that fits. */
export function lengthThatFits(millimetresPerPixel: number): number {
  const longest = LONGEST_PIXELS * millimetresPerPixel;
  const power = 10 ** Math.floor(Math.log10(longest));
  return Math.max(...steps.map((step) => step * power).filter((length) => length <= longest));
}
