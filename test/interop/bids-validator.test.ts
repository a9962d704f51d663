/** What the BIDS validator (npm install --global bids-validator) says of datasets that we make. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/base/index.ts';
import { findEngines, groupBySeries, usualConversion } from '../../src/convert/index.ts';
import { convertIntoDataset } from '../../src/datasets/index.ts';
import { findDicomFiles } from '../../src/media/index.ts';
import { mr } from '../support/generated-images.ts';
import { Phantom } from '../support/phantom.ts';
import { sampleData, samplePath } from '../support/sample-data.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';
import { drain } from '../support/temp-archive.ts';

const searchPath = process.env.PATH ?? '';
const hasValidator = searchPath.split(delimiter).some((folder) => existsSync(join(folder, 'bids-validator')));

async function datasetOf(paths: readonly string[], folder: string) {
  const found = (await Promise.all(paths.map((path) => Array.fromAsync(findDicomFiles(path))))).flat();
  const { series } = await groupBySeries(found.map(({ path }) => path));
  const { signal } = new AbortController();
  const how = { folder, searchPath, signal, options: usualConversion, dryRun: false };
  const about = { folder, total: series.length, clock: systemClock };
  return (await drain(convertIntoDataset(await findEngines(searchPath), series, how, about))).result;
}

describeWithPeer('bids-validator', hasValidator, () => {
  it('finds no error in a dataset of two people with T1, T2, phases and functional images', async () => {
    using folder = new TemporaryDirectory('bids-validator');
    const scans = [
      ['t1_mprage', {}],
      ['anat-T2w_acq-fast', {}],
      ['func_task-words', { NumberOfTemporalPositions: 2 }],
      ['swi', { ImageType: ['ORIGINAL', 'PRIMARY', 'P'] }],
      ['localizer', {}],
    ] as const;
    mkdirSync(folder.join('scans'));
    for (const seed of [1, 2]) {
      for (const [at, [protocol, more]] of scans.entries()) {
        for (const volume of protocol.startsWith('func') ? [0, 1] : [0]) {
          const phantom = new Phantom({
            ...{ seed, series: at + 1, instances: volume, dimensions: [24, 24, 6], spacing: [2, 2, 2] },
            ...{ origin: [0, 0, 0], valueAt: (i, j, k) => (i * i * 31 + j * k * 17 + i * j * 7) % 1_009 },
            elements: {
              ...{ ...mr, Modality: 'MR', StudyDate: '20260131', SeriesNumber: at + 1, ...more },
              ...{ ProtocolName: protocol, SeriesDescription: protocol, EchoTime: 3, RepetitionTime: 2_000 },
              ...{ AcquisitionNumber: volume + 1, TemporalPositionIdentifier: volume + 1 },
            },
          });
          for (const [i, bytes] of phantom.files().entries())
            writeFileSync(folder.join(`scans/${seed}-${at}-${volume}-${i}`), bytes);
        }
      }
    }
    const { failed, dataset } = await datasetOf([folder.join('scans')], folder.join('set'));
    expect({ failed, named: dataset!.named, aside: dataset!.aside }).toEqual({
      failed: 0,
      named: 8,
      aside: 2,
    });
    expect(dataset!.verdict!.failure).toBeUndefined();
    expect(dataset!.verdict!.found.slice(0, dataset!.verdict!.errors)).toEqual([]);
  });

  describeWithPeer('the samples of dcm2niix', sampleData !== undefined, () => {
    it('finds no error in a dataset of diffusion, field maps and functional images', async () => {
      using folder = new TemporaryDirectory('bids-validator-samples');
      const sets = ['dcm_qa_nih', 'dcm_qa_uih', 'dcm_qa_fmap', 'dcm_qa_enh', 'dcm_qa_philips'];
      const paths = sets.map((set) => samplePath(`nifti_ref/${set}/In`));
      const { failed, dataset } = await datasetOf(paths, folder.join('set'));
      expect(failed).toBe(0);
      expect(dataset!.named).toBeGreaterThan(8);
      expect(dataset!.verdict!.failure).toBeUndefined();
      expect(dataset!.verdict!.found.slice(0, dataset!.verdict!.errors)).toEqual([]);
    });
  });
});
