import { IsocenterError } from '../base/index.ts';
import { type Actor, notIncludedName, type Scope } from '../contract/index.ts';
import { implementationClassUid, implementationVersionName } from '../dicom/index.ts';
import { DicomdirBuilder, numberedFileId, type ZipEntry } from '../media/index.ts';
import { checkDicomdirSize } from './dicomdir-limit.ts';
import { contentOf } from './export-instance.ts';
import { namedFiles } from './export-named.ts';
import { mediaNaming, templateNaming } from './export-naming.ts';
import type { ArchiveParts } from './parts.ts';
import type { Selector } from './select.ts';

export interface ExportStreamRequest {
  readonly selection: readonly Selector[];
  /** See naming/template.ts. Not used with a DICOMDIR. */
  readonly template: string;
  /** A file set for discs: File IDs of eight characters (PS3.10 8.2) and a DICOMDIR at the end. */
  readonly dicomdir: boolean;
}

/** One file of a container that is written as it is sent; its path is safe on every file system. */
export type StreamedFile = ZipEntry;

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
  const dicomdir = request.dicomdir ? new DicomdirBuilder() : undefined;
  const troubles: string[] = [];
  let index = 0;
  for await (const opened of namedFiles(parts, scope, request.selection, naming)) {
    if ('reason' in opened) {
      if (troubles.length < MAXIMUM_TROUBLES)
        troubles.push(`${opened.sopInstanceUid}: ${opened.reason.title}`);
      continue;
    }
    const { header, instance, path, size } = opened;
    if (dicomdir) {
      checkDicomdirSize(index + 1);
      const { transferSyntaxUid } = instance;
      dicomdir.add({ fileId: numberedFileId(index), dataset: header, transferSyntaxUid });
    }
    yield { path, size, content: contentOf(opened) };
    index++;
  }
  if (index === 0 && troubles.length === 0)
    throw new IsocenterError('archive/not-found', { what: 'instance in this selection' });
  if (dicomdir && index > 0)
    yield wholeFile('DICOMDIR', dicomdir.build({ implementationClassUid, implementationVersionName }));
  if (troubles.length > 0) yield wholeFile(notIncludedName, Buffer.from(`${troubles.join('\n')}\n`));
}

function wholeFile(path: string, bytes: Uint8Array): StreamedFile {
  return { path, size: bytes.length, content: [bytes] };
}
