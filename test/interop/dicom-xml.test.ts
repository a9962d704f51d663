/** The Native DICOM Model as DCMTK writes it. */
import { expect, it } from 'vitest';
import { fromXml, type JsonDataset, parseFile, toJson, toXml } from '../../src/dicom/index.ts';
import { findProgram, runOrThrow } from '../support/processes.ts';
import { readSample, sampleData, samplePath } from '../support/sample-data.ts';
import { describeWithPeer } from '../support/skip.ts';

const compared = [
  'charset/pydicom/chrFren.dcm',
  'charset/pydicom/chrGreek.dcm',
  'charset/pydicom/chrRuss.dcm',
  'core/pydicom/MR_small.dcm',
  'core/pydicom/CT_small.dcm',
  'core/pydicom/reportsi.dcm',
  'core/pydicom/nested_priv_SQ.dcm',
  'rt/dicompyler/rtplan.dcm',
  'sr_seg_wsi/highdicom/seg_image_ct_binary.dcm',
];

describeWithPeer('DICOM XML', findProgram('dcm2xml') !== undefined && sampleData !== undefined, () => {
  it.each(compared)('of %s says what dcm2xml says', async (path) => {
    const { stdout } = await runOrThrow('dcm2xml', ['-nat', '+Xn', '+U8', samplePath(path)], {
      timeoutMs: 60_000,
    });
    const theirs = comparable(await fromXml(stdout));
    const ours = comparable(await fromXml(toXml(toJson(parseFile(readSample(path)).dataset))));
    expect(ours).toEqual(theirs);
  });
});

/** Without group lengths and the character set, which +U8 changes; bulk data only as that. */
function comparable(json: JsonDataset): unknown {
  return Object.fromEntries(
    Object.entries(json)
      .filter(([tag]) => !tag.endsWith('0000') && !tag.startsWith('0002') && tag !== '00080005')
      .map(([tag, { vr, Value = [], InlineBinary, BulkDataURI }]) => {
        const isBulk = InlineBinary !== undefined || BulkDataURI !== undefined;
        const values = Value.map((value) => comparableValue(vr, value));
        return [tag, { vr, isBulk, values: values.every((value) => value === null) ? [] : values }];
      }),
  );
}

function comparableValue(vr: string, value: unknown): unknown {
  if (vr === 'SQ') return comparable(value as JsonDataset);
  if (vr === 'FL') return Math.fround(Number(value));
  return vr === 'DS' || vr === 'IS' || vr === 'FD' ? Number(value) : value;
}
