import { asIsocenterError, IsocenterError, readAhead } from '../base/index.ts';
import type { StoredInstance } from '../catalog/index.ts';
import { type Actor, notIncludedName, type Scope } from '../contract/index.ts';
import { implementationClassUid, implementationVersionName } from '../dicom/index.ts';
import { DicomdirBuilder, numberedFileId, type ZipEntry } from '../media/index.ts';
import { contentOf, type OutgoingFile, openOutgoing } from './export-instance.ts';
import { ExportNames } from './export-names.ts';
import { mediaNaming, templateNaming } from './export-naming.ts';
import type { ArchiveParts } from './parts.ts';
import { type Selector, selectInstances } from './select.ts';

export interface ExportStreamRequest {
  readonly selection: readonly Selector[];
  /** See name-template.ts. Not used with a DICOMDIR. */
  readonly template: string;
  /** A file set for discs: File IDs of eight characters (PS3.10 8.2) and a DICOMDIR at the end. */
  readonly dicomdir: boolean;
}

/** One file of a container that is written as it is sent; its path is safe on every file system. */
export type StreamedFile = ZipEntry;

/** Records of a DICOMDIR are kept in memory until the end. */
const MAXIMUM_RECORDS = 100_000;
/** Files that are opened before their turn. */
const READ_AHEAD = 4;
const MAXIMUM_TROUBLES = 10_000;

/**
 * Instances as files for one container, in the order of series and instance numbers. Nothing selected: `archive/not-found`
 * before the first file. An instance that cannot be read is named in a text file at the end.
 */
export async function* exportStream(
  parts: ArchiveParts,
  _actor: Actor,
  scope: Scope,
  request: ExportStreamRequest,
): AsyncGenerator<StreamedFile, void, void> {
  const naming = request.dicomdir ? mediaNaming : templateNaming(request.template);
  const names = new ExportNames();
  const dicomdir = request.dicomdir ? new DicomdirBuilder() : undefined;
  const troubles: string[] = [];
  let index = 0;
  const instances = oneByOne(selectInstances(parts, scope, request.selection));
  for await (const opened of readAhead(instances, READ_AHEAD, (instance) => tryToOpen(parts, instance))) {
    if ('reason' in opened) {
      if (troubles.length < MAXIMUM_TROUBLES) troubles.push(`${opened.sopInstanceUid}: ${opened.reason}`);
      continue;
    }
    const { header, instance, size } = opened;
    if (dicomdir) {
      checkRecords(index);
      const { transferSyntaxUid } = instance;
      dicomdir.add({ fileId: numberedFileId(index), dataset: header, transferSyntaxUid });
    }
    yield { path: names.place(naming(header, index)), size, content: contentOf(opened) };
    index++;
  }
  if (index === 0 && troubles.length === 0)
    throw new IsocenterError('archive/not-found', { what: 'instance in this selection' });
  if (dicomdir && index > 0)
    yield wholeFile('DICOMDIR', dicomdir.build({ implementationClassUid, implementationVersionName }));
  if (troubles.length > 0) yield wholeFile(notIncludedName, Buffer.from(`${troubles.join('\n')}\n`));
}

type Opened = OutgoingFile | { readonly sopInstanceUid: string; readonly reason: string };

async function tryToOpen(parts: ArchiveParts, instance: StoredInstance): Promise<Opened> {
  try {
    return await openOutgoing(parts, instance);
  } catch (error) {
    const failure = asIsocenterError(error);
    if (failure.code.startsWith('catalog/')) throw failure;
    return { sopInstanceUid: instance.sopInstanceUid, reason: failure.message };
  }
}

async function* oneByOne(
  pages: AsyncIterable<readonly StoredInstance[]>,
): AsyncGenerator<StoredInstance, void, void> {
  for await (const page of pages) yield* page;
}

function checkRecords(count: number): void {
  if (count < MAXIMUM_RECORDS) return;
  throw new IsocenterError('dicom/limit', {
    ...{ what: 'The number of instances for one DICOMDIR', value: count + 1, limit: MAXIMUM_RECORDS },
  });
}

function wholeFile(path: string, bytes: Uint8Array): StreamedFile {
  return { path, size: bytes.length, content: [bytes] };
}
