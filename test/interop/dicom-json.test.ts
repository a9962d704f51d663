import { expect, it } from 'vitest';
import {
  type Dataset,
  fromJson,
  type JsonDataset,
  jsonText,
  parseFile,
  toJson,
} from '../../src/dicom/index.ts';
import { hasPydicom, runPydicom } from '../support/pydicom.ts';
import { loadCompat, readSample, sampleData, samplePath } from '../support/sample-data.ts';
import { describeWithPeer } from '../support/skip.ts';

const BULK_BYTES = 65_536;

/** Long values by reference, to compare headers and not megabytes of Base64. */
const byReference = { bulkDataUri: (path: string) => path, bulkThreshold: BULK_BYTES };
const stub = new Uint8Array(BULK_BYTES + 2);

describeWithPeer('DICOM JSON of the sample files', sampleData !== undefined, () => {
  const compat = sampleData === undefined ? [] : loadCompat();
  const readable = compat.filter((row) => row.pydicom === 'ok');

  it(`survives reading back, in all ${readable.length} files but cut ones`, () => {
    const changed = readable.filter((row) => {
      const { dataset } = parseFile(readSample(row.path), { tolerant: true });
      return dataset.damage === undefined && !survives(dataset);
    });
    expect(changed.map((row) => row.path)).toEqual([]);
  }, 300_000);
});

function survives(dataset: Dataset): boolean {
  const json = jsonText(toJson(dataset, byReference));
  const again = fromJson(JSON.parse(json), { bulkData: () => stub });
  return json === jsonText(toJson(again, byReference));
}

const script = `
import json, sys, pydicom
pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
datasets = [pydicom.dcmread(path) for path in sys.argv[1:]]
print(json.dumps([ds.to_json_dict(bulk_data_threshold=10**9) for ds in datasets]))
`;

const compared = [
  'charset/pydicom/chrArab.dcm',
  'charset/pydicom/chrFren.dcm',
  'charset/pydicom/chrGerm.dcm',
  'charset/pydicom/chrGreek.dcm',
  'charset/pydicom/chrHbrw.dcm',
  'charset/pydicom/chrJapMulti.dcm',
  'charset/pydicom/chrJapMultiExplicitIR6.dcm',
  'charset/pydicom/chrKoreanMulti.dcm',
  'charset/pydicom/chrX1.dcm',
  'charset/pydicom/chrH31.dcm',
  'charset/pydicom/chrH32.dcm',
  'charset/pydicom/chrI2.dcm',
  'charset/pydicom/chrRuss.dcm',
  'charset/pydicom/chrX2.dcm',
  'charset/pydicom/chrSQEncoding.dcm',
  'charset/pydicom/chrSQEncoding1.dcm',
  'charset/pydicom/chrFrenMulti.dcm',
  'core/pydicom/MR_small.dcm',
  'core/pydicom/MR_small_implicit.dcm',
  'core/pydicom/CT_small.dcm',
  'core/pydicom/JPEG2000.dcm',
  'core/pydicom/reportsi.dcm',
  'core/pydicom/nested_priv_SQ.dcm',
  'rt/dicompyler/rtplan.dcm',
  'sr_seg_wsi/highdicom/seg_image_ct_binary.dcm',
];

describeWithPeer('DICOM JSON as pydicom writes it', hasPydicom && sampleData !== undefined, () => {
  it('says the same', async () => {
    const theirs: JsonDataset[] = JSON.parse(await runPydicom(script, compared.map(samplePath)));
    for (const [index, path] of compared.entries()) {
      const ours = toJson(parseFile(readSample(path)).dataset);
      expect(comparable(ours), path).toEqual(comparable(theirs[index]!));
    }
  });
});

/** Without what pydicom does differently: it keeps group lengths and writes empty values as "" or empty groups. */
function comparable(json: JsonDataset): unknown {
  return Object.fromEntries(
    Object.entries(json)
      .filter(([tag]) => !tag.endsWith('0000'))
      .map(([tag, { vr, Value = [], InlineBinary }]) => [
        tag,
        { vr, InlineBinary, Value: Value.map(comparableValue) },
      ]),
  );
}

function comparableValue(value: unknown): unknown {
  if (value === '' || value === null) return null;
  if (typeof value !== 'object') return value;
  if (!('Alphabetic' in value || 'Ideographic' in value)) return comparable(value as JsonDataset);
  return Object.fromEntries(Object.entries(value).filter(([, group]) => group !== ''));
}
