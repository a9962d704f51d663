import { expect, it } from 'vitest';
import { IsocenterError } from '../../src/base/index.ts';
import { Dataset, dumpDataset, parseFile } from '../../src/dicom/index.ts';
import { findProgram, runOrThrow } from '../support/processes.ts';
import { loadIndex, readSample, sampleData, samplePath } from '../support/sample-data.ts';
import { describeWithPeer } from '../support/skip.ts';

/** Beyond that a file is video or pixels, and its header like the others'. */
const MAX_BYTES = 4 * 1024 * 1024;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controlCharacter = /[\x00-\x1f\x7f-\x9f]/;

function readable(path: string): Dataset | undefined {
  try {
    return parseFile(readSample(path), { tolerant: true }).dataset;
  } catch (error) {
    if (error instanceof IsocenterError) return undefined;
    throw error;
  }
}

describeWithPeer('dump of the sample files', sampleData !== undefined, () => {
  const index = sampleData === undefined ? [] : loadIndex();
  const samples = index.filter((row) => Number(row.bytes) <= MAX_BYTES);

  it('never fails and prints nothing that a terminal obeys, broken files included', () => {
    for (const { path } of samples) {
      const lines = [...dumpDataset(readable(path) ?? new Dataset())];
      expect(
        lines.filter((line) => controlCharacter.test(line)),
        path,
      ).toEqual([]);
    }
  }, 300_000);
});

const compared = ['core/pydicom/MR_small.dcm', 'core/pydicom/reportsi.dcm', 'rt/dicompyler/rtplan.dcm'];

describeWithPeer('dump and dcmdump', sampleData !== undefined && findProgram('dcmdump') !== undefined, () => {
  it.each(compared)('%s: the same elements at the same depth', async (path) => {
    const { stdout } = await runOrThrow('dcmdump', ['-q', samplePath(path)]);
    const tagsOf = (text: string) => text.match(/^ *\([0-9a-f]{4},[0-9a-f]{4}\) [A-Z]{2}/gim) ?? [];
    const theirs = tagsOf(stdout).filter((line) => !/\((0002|fffe),/.test(line));
    const ours = tagsOf([...dumpDataset(readable(path)!)].join('\n')).map((line) =>
      line.toLowerCase().trim(),
    );
    expect(ours).toEqual(theirs.map((line) => line.toLowerCase().trim()));
  });
});
