/** A series of known samples, through each dcm2niix that there is. */
import { mkdirSync, openAsBlob, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { convertSeries, type Engine, findEngines, usualConversion } from '../../src/convert/index.ts';
import { readNifti, valueAt } from '../../src/nifti/index.ts';
import { corpus } from '../support/corpus.ts';
import { Phantom } from '../support/phantom.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const engines = await findEngines(process.env.PATH ?? '');
const [columns, rows, slices] = [6, 5, 4];
const sampleOf = (i: number, j: number, k: number): number => i + 10 * j + 100 * k - 200;
const phantom = new Phantom({
  ...{ seed: 71, dimensions: [columns, rows, slices], spacing: [1.5, 2, 3], origin: [-10, -20, 30] },
  ...{ valueAt: sampleOf, elements: { PatientName: 'Anna^Test' } },
});

describeEngine('the built-in dcm2niix', await engines.builtIn());
describeEngine('an installed dcm2niix', engines.installed);

function describeEngine(name: string, engine: Engine | undefined): void {
  describeWithPeer(name, engine !== undefined, () => {
    let folder: TemporaryDirectory;
    let files: string[];

    beforeAll(() => {
      folder = new TemporaryDirectory('convert');
      for (const part of ['tmp', 'in put', 'out']) mkdirSync(folder.join(part));
      vi.stubEnv('TMPDIR', folder.join('tmp'));
      files = phantom.files().map((bytes, k) => put(`in put/ä ${slices - k}'s.dcm`, bytes));
    });

    afterAll(() => {
      vi.unstubAllEnvs();
      folder.remove();
    });

    const put = (path: string, bytes: Uint8Array): string => {
      writeFileSync(folder.join(path), bytes);
      return folder.join(path);
    };
    const convert = (more: Partial<Parameters<typeof convertSeries>[1]> = {}) =>
      convertSeries(engine!, { files, options: usualConversion, parent: folder.join('out'), ...more });
    const expectNothingLeft = () =>
      expect([...readdirSync(folder.join('out')), ...readdirSync(folder.join('tmp'))]).toEqual([]);

    it('keeps every sample and where it lies, and leaves nothing when it is let go', async () => {
      {
        await using conversion = await convert();
        expect(conversion.files.map(({ suffix, extension }) => suffix + extension)).toEqual([
          '.json',
          '.nii.gz',
        ]);
        expect(conversion.engine.version).toMatch(/^v1\.0\.\d{8}$/);
        const volume = await openAsBlob(conversion.files[1]!.path);
        const file = await readNifti(volume.stream(), volume.size);
        expect(file.header.size.slice(0, 3)).toEqual([columns, rows, slices]);
        // dcm2niix turns rows round: NIfTI counts them from the back to the front.
        for (const [i, j, k] of [
          [0, 0, 0],
          [5, 4, 3],
          [2, 3, 1],
        ] as const)
          expect(valueAt(file, [i, rows - 1 - j, k], 0)).toBe(sampleOf(i, j, k));
      }
      expectNothingLeft();
    });

    it('says who the patient is only when it is asked to', async () => {
      const sidecarWith = async (sidecar: 'anonymous' | 'identified') => {
        await using conversion = await convert({ options: { ...usualConversion, sidecar } });
        return readFileSync(conversion.files[0]!.path, 'utf8');
      };
      expect(await sidecarWith('anonymous')).not.toContain('Anna');
      expect(await sidecarWith('identified')).toContain('Anna');
    });

    it('writes no sidecar and no compression where none are wanted', async () => {
      await using conversion = await convert({
        options: { ...usualConversion, sidecar: 'none', compress: false },
      });
      expect(conversion.files.map(({ extension }) => extension)).toEqual(['.nii']);
    });

    it('refuses what are no images, and leaves nothing', async () => {
      const text = put('in put/text.dcm', Buffer.from('This is no image.'));
      await expect(convert({ files: [text] })).rejects.toMatchObject({ code: 'convert/nothing' });
      await expect(convert({ files: [] })).rejects.toMatchObject({ code: 'convert/nothing' });
      expectNothingLeft();
    });

    it('ends when it is cancelled, and leaves nothing', async () => {
      const many = [...corpus({ kind: 'ct', studies: 1, instancesPerSeries: 40 })];
      const large = many.map((instance, i) => put(`in put/${i}.dcm`, instance.encode()));
      const controller = new AbortController();
      const converting = convert({ files: large, signal: controller.signal });
      setTimeout(() => controller.abort(), 30);
      await expect(converting).rejects.toMatchObject({ code: 'cancelled' });
      expectNothingLeft();
    });
  });
}
