const BINS = 256;

/**
 * The value that parts what is bright from what is dark: the one with the greatest variance between the two (N. Otsu, "A Threshold
 * Selection Method from Gray-Level Histograms", IEEE Trans. SMC 9(1), 1979). Undefined where all values are the same.
 */
export function thresholdOf(values: ArrayLike<number>): number | undefined {
  const { length } = values;
  let [lowest, highest] = [Infinity, -Infinity];
  for (let i = 0; i < length; i++) {
    lowest = Math.min(lowest, values[i]!);
    highest = Math.max(highest, values[i]!);
  }
  if (!(highest > lowest)) return undefined;
  const width = (highest - lowest) / BINS;
  const counts = new Float64Array(BINS);
  for (let i = 0; i < length; i++)
    counts[Math.min(BINS - 1, Math.floor((values[i]! - lowest) / width))]! += 1;
  let [best, bestBin, below, sumBelow] = [-1, 0, 0, 0];
  const sum = counts.reduce((total, count, bin) => total + count * bin, 0);
  for (let bin = 0; bin < BINS - 1; bin++) {
    below += counts[bin]!;
    sumBelow += counts[bin]! * bin;
    const above = length - below;
    if (below === 0 || above === 0) continue;
    const variance = below * above * (sumBelow / below - (sum - sumBelow) / above) ** 2;
    if (variance > best) [best, bestBin] = [variance, bin];
  }
  return lowest + (bestBin + 1) * width;
}
