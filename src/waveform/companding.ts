/** Sound in 8 bits that stand for 14 and 13: ITU-T G.711. */

const MU_BIAS = 33;

/** @returns of 14 bits */
export function muLaw(byte: number): number {
  const bits = ~byte & 0xff;
  const [exponent, mantissa] = [(bits >> 4) & 7, bits & 15];
  const magnitude = (((mantissa << 1) + MU_BIAS) << exponent) - MU_BIAS;
  return bits & 0x80 ? 0 - magnitude : magnitude;
}

/** @returns of 13 bits */
export function aLaw(byte: number): number {
  const bits = byte ^ 0x55;
  const [exponent, mantissa] = [(bits >> 4) & 7, bits & 15];
  const magnitude = exponent === 0 ? (mantissa << 1) + 1 : ((mantissa << 1) + 33) << (exponent - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}
