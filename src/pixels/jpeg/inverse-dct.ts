/** cosine[x * 8 + u]: what coefficient u adds to sample x (ITU-T T.81 A.3.3). */
const cosine = Float64Array.from({ length: 64 }, (_, i) => {
  const u = i % 8;
  const x = (i - u) / 8;
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / 16);
});

const columns = new Float64Array(64);

/**
 * 8 x 8 samples of one block from its quantized coefficients, in natural order, not yet shifted by half the range.
 * Computed in double precision: decoders in integers differ from it by one at most.
 */
export function inverseDct(
  coefficients: Int16Array,
  offset: number,
  quantization: Uint16Array,
  samples: Float64Array,
): void {
  for (let u = 0; u < 8; u++) transformColumn(coefficients, offset, quantization, u);
  for (let y = 0; y < 8; y++) transformRow(samples, y * 8);
}

function transformColumn(
  coefficients: Int16Array,
  offset: number,
  quantization: Uint16Array,
  u: number,
): void {
  let isFlat = true;
  for (let v = 1; v < 8; v++) if (coefficients[offset + v * 8 + u] !== 0) isFlat = false;
  const first = coefficients[offset + u]! * quantization[u]!;
  if (isFlat) {
    for (let y = 0; y < 8; y++) columns[y * 8 + u] = first * cosine[0]!;
    return;
  }
  for (let y = 0; y < 8; y++) {
    let sum = first * cosine[0]!;
    for (let v = 1; v < 8; v++) {
      const at = v * 8 + u;
      sum += coefficients[offset + at]! * quantization[at]! * cosine[y * 8 + v]!;
    }
    columns[y * 8 + u] = sum;
  }
}

function transformRow(samples: Float64Array, row: number): void {
  for (let x = 0; x < 8; x++) {
    let sum = 0;
    for (let u = 0; u < 8; u++) sum += columns[row + u]! * cosine[x * 8 + u]!;
    samples[row + x] = sum;
  }
}
