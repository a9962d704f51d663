import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { IsocenterError } from '../../base/index.ts';
import {
  conversionOptions,
  defaultNiftiTemplate,
  engineKind,
  type RequestFor,
} from '../../contract/index.ts';
import { type BackgroundFlag, backgroundOption, submit } from '../frame/background.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, type Session, withArchive } from '../frame/command.ts';
import { convertPaths } from '../frame/convert-paths.ts';
import type { ExitCode } from '../frame/exit-codes.ts';
import { showConversion } from '../frame/show-conversion.ts';

type How = Omit<RequestFor<'keepNifti'>, 'selection'>;

interface NiftiFlags extends BackgroundFlag {
  readonly out?: string;
  readonly keep?: boolean;
  readonly template: string;
  readonly bids?: boolean;
  readonly gz: boolean;
  readonly sidecar: 'none' | 'anonymous' | 'identified';
  readonly merge: 'auto' | 'always' | 'never';
  readonly skipDerived?: boolean;
  readonly engine?: 'installed' | 'built-in';
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function command(cli: Cli): Command {
  const nifti = createCommand('nifti', 'Convert series to NIfTI, with dcm2niix', [
    ['nifti ~/scans --out ./nifti', 'everything in a folder; needs no archive'],
    ['nifti 1.2.840.99 --out ./nifti', 'a study or a series of the archive'],
    ['nifti 1.2.840.99 --out ./nifti --dry-run', 'what would be converted, and what is there already'],
    ['nifti ~/scans --out ./dataset --bids', 'a BIDS dataset; later scans are added to it'],
    ['nifti ~/scans --out ./nifti --template "{PatientID}/{SeriesDescription}"', 'other names'],
    [
      'nifti 1.2.840.99 --keep --background',
      'the server does it by itself, and keeps the files with the images',
    ],
  ]).argument('<what...>', 'folders and files with DICOM, or UIDs of studies and series of the archive');
  const { sidecar, merge } = conversionOptions.shape;
  return addArchiveOptions(nifti)
    .option('--out <folder>', 'where to; made when it does not exist')
    .option('--keep', 'instead of --out: keep the files in the archive, beside their series')
    .option('--template <names>', 'names from elements, without their ends', defaultNiftiTemplate)
    .option('--bids', 'the folder is a BIDS dataset: names by ReproIn, by guesses, and by a table in it')
    .option('--no-gz', 'write .nii instead of .nii.gz')
    .addOption(
      new Option('--sidecar <kind>', 'the JSON file beside a volume')
        .choices(sidecar.unwrap().options)
        .default('anonymous'),
    )
    .addOption(
      new Option('--merge <when>', 'slices become one volume although echo or exposure differ')
        .choices(merge.unwrap().options)
        .default('auto'),
    )
    .option('--skip-derived', 'leave out derived images, localizers and single slices')
    .addOption(
      new Option(
        '--engine <kind>',
        'only this dcm2niix (default: an installed one, or else the built-in one)',
      ).choices(engineKind.options),
    )
    .option('--dry-run', 'say what would be done, and do nothing')
    .option(...backgroundOption)
    .addHelpText(
      'after',
      '\nRun it again to convert what is new: series that have not changed are left alone, and no file of others is touched.' +
        '\nHow each was made is noted in the folder .isocenter-nifti there, of a BIDS dataset in .isocenter-bids.',
    )
    .action((what: string[], flags: NiftiFlags) => convert(cli, what, flags));
}

/** Paths are converted here, without an archive; UIDs by the archive. */
async function convert(cli: Cli, what: readonly string[], flags: NiftiFlags): Promise<void> {
  if ((flags.out === undefined) === (flags.keep !== true))
    throw mistake('Say where to: --out FOLDER, or --keep.');
  if (flags.bids && flags.keep) throw mistake('A BIDS dataset is a folder: say --out FOLDER.');
  const paths = what.filter((one) => existsSync(one));
  const uids = what.filter((one) => !existsSync(one));
  const wrong = uids.find((one) => !/^[0-9.]{1,64}$/.test(one));
  if (wrong !== undefined) throw mistake(`There is no ${wrong} here, and it is no UID.`);
  if (paths.length > 0 && uids.length > 0)
    throw mistake('Say folders and files, or UIDs of the archive, not both.');
  if (uids.length > 0)
    return await withArchive(cli, { ...flags }, (session) => convertStored(session, uids, flags));
  if (flags.background) throw mistake('Only what is in the archive is converted in the background.');
  if (flags.keep)
    throw mistake('Only what is in the archive has its files kept there: isocenter import first.');
  const { signal, out } = cli;
  const bids = flags.bids === true;
  const how = { ...howOf(flags), folder: resolve(flags.out ?? ''), bids, signal };
  const stream = convertPaths(paths, { ...how, searchPath: cli.env.PATH ?? '' });
  cli.exitCode = await showConversion({ out, json: flags.json === true }, stream);
}

async function convertStored(
  session: Session,
  uids: readonly string[],
  flags: NiftiFlags,
): Promise<ExitCode> {
  // Whether a UID is that of a study or of a series, the archive knows.
  const request = { ...howOf(flags), selection: { studies: [...uids], series: [...uids] } };
  if (flags.out === undefined) {
    if (flags.background) return await submit(session, 'keepNifti', request);
    return await showConversion(session, session.client.keepNifti(request, session));
  }
  if (session.remote)
    throw mistake(
      'A server elsewhere cannot write here. Fetch the images with isocenter export, and convert those.',
    );
  const toFolder = { ...request, folder: resolve(flags.out), bids: flags.bids === true };
  if (flags.background) return await submit(session, 'exportNifti', toFolder);
  return await showConversion(session, session.client.exportNifti(toFolder, session));
}

const mistake = (reason: string): IsocenterError => new IsocenterError('input/invalid', { reason });

const howOf = (flags: NiftiFlags): How => ({
  template: flags.template,
  options: {
    compress: flags.gz,
    sidecar: flags.sidecar,
    merge: flags.merge,
    skipDerived: flags.skipDerived === true,
  },
  engine: flags.engine,
  dryRun: flags.dryRun === true,
});
