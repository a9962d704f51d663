/** Units of voltages in recordings, as UCUM and EDF write them: millivolts of one. */
const millivolts: Readonly<Record<string, number>> = {
  V: 1_000,
  mV: 1,
  uV: 1e-3,
  µV: 1e-3,
  μV: 1e-3,
  nV: 1e-6,
};

/** undefined: it is no voltage. */
export const millivoltsIn = (unit: string): number | undefined =>
  Object.hasOwn(millivolts, unit) ? millivolts[unit] : undefined;
