import { Dataset, tags } from '../src/dicom/index.ts';
import { type CorpusInstance, corpusInstance, encodeFile } from '../test/support/corpus.ts';

const SIDE = 512;

/** A head as CT shows it: air, bone, tissue with folds, the noise of a scanner. The corpus is noise, which no encoder likes. */
export function ctImage(instance: number): { readonly at: CorpusInstance; readonly file: Uint8Array } {
  const at = corpusInstance(
    { kind: 'ct', studies: 1, instancesPerSeries: 1, seed: 71 },
    { study: 0, series: 0, instance },
  );
  const { dataset, sopClassUid, sopInstanceUid } = at;
  const pixels = new Uint16Array(SIDE * SIDE);
  let state = instance + 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let i = 0; i < pixels.length; i++) {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    const radius = ((x - 256) / 200) ** 2 + ((y - 256) / 160) ** 2;
    const tissue = 1040 + 30 * Math.sin((x + instance) / 9) * Math.cos(y / 7) + (radius > 0.85 ? 800 : 0);
    const noise = (random() + random() + random() - 1.5) * (radius < 1 ? 30 : 8);
    pixels[i] = Math.max(0, Math.round((radius < 1 ? tissue : 24) + noise));
  }
  const view = Dataset.of({
    RescaleSlope: '1',
    RescaleIntercept: '-1024',
    WindowCenter: '40',
    WindowWidth: '400',
  });
  for (const { tag, vr } of view) dataset.set(tag, vr, view.strings(tag));
  dataset.set(tags.PixelData, 'OW', new Uint8Array(pixels.buffer));
  return { at, file: encodeFile(dataset, sopClassUid, sopInstanceUid) };
}
