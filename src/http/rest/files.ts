import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Archive } from '../../archive/index.ts';
import { type Clock, IsocenterError } from '../../base/index.ts';
import type { Caller, ControlApi, fileRoutes, ListedFile } from '../../contract/index.ts';
import { pour } from './pour.ts';
import { previewOf } from './preview.ts';
import { requireLocal } from './require-local.ts';

/** What is kept beside images; its bytes come and go by byte routes. */
export function fileOperations(archive: Archive): Pick<ControlApi, keyof typeof fileRoutes> {
  type Context = Parameters<ControlApi['fileShow']>[1];
  const show = async (digest: string, { actor, scope }: Context): Promise<ListedFile> => {
    const [file, another] = await archive.files(actor, scope, { sha256: digest, limit: 2 });
    if (!file || another) throw new IsocenterError('archive/not-found', { what: 'file' });
    return listed(file);
  };
  return {
    async filesList({ target, uid, limit }, { actor, scope }) {
      const [attachedTo] = attachmentsOf(target, uid);
      const found = await archive.files(actor, scope, { limit, ...(attachedTo ? { attachedTo } : {}) });
      return { files: found.map(listed) };
    },
    fileShow: ({ digest }, context) => show(digest, context),
    async fileTakeIn({ path, name, mediaType, target, uid }, { actor, scope, address, signal }) {
      requireLocal(actor, 'read files of this machine');
      const info = await stat(path).catch(() => undefined);
      if (!info?.isFile()) throw new IsocenterError('input/no-such-place', { place: path });
      const keep = { mediaType, attachTo: attachmentsOf(target, uid) };
      const [kept] = await Array.fromAsync(
        archive.importUpload(actor, scope, { path, name, address, keep }, signal),
      );
      return await newest(archive, kept?.sha256 ?? '', { actor, scope });
    },
    async fileExport(request, { actor, scope }) {
      requireLocal(actor, 'write files of this machine');
      return await archive.exportFile(actor, scope, request);
    },
    async fileDescribe({ digest, ...description }, context) {
      await archive.describeFile(context.actor, context.scope, { digest, ...description });
      return await show(digest, context);
    },
    async fileAttach({ digest, target, uid }, context) {
      await archive.attachFile(context.actor, context.scope, { digest, target, uid });
      return await show(digest, context);
    },
    async fileDetach({ digest, target, uid }, context) {
      await archive.detachFile(context.actor, context.scope, { digest, target, uid });
      return await show(digest, context);
    },
    filesRemove: ({ digests, reason }, { actor, scope }) =>
      archive.removeFiles(actor, scope, digests, reason),
  };
}

type Attachments = ListedFile['attachments'];

/** Both or none. @throws IsocenterError `input/invalid` */
export function attachmentsOf(
  target: Attachments[number]['target'] | undefined,
  uid: string | undefined,
): Attachments {
  if (target !== undefined && uid !== undefined) return [{ target, uid }];
  if (target === undefined && uid === undefined) return [];
  throw new IsocenterError('input/invalid', { reason: 'target and uid go together.' });
}

/** The file with these bytes that came last. */
async function newest(
  archive: Archive,
  sha256: string,
  { actor, scope }: Pick<Caller, 'actor' | 'scope'>,
): Promise<ListedFile> {
  const [file] = await archive.files(actor, scope, { sha256, limit: 1 });
  if (!file) throw new IsocenterError('archive/not-found', { what: 'file' });
  return listed(file);
}

type StoredFile = Awaited<ReturnType<Archive['files']>>[number];

export function listed({
  sha256,
  name,
  date,
  mediaType,
  size,
  origin,
  collection,
  attachments,
}: StoredFile): ListedFile {
  return {
    ...{ digest: sha256, name, date, mediaType, preview: previewOf(mediaType), size },
    ...{ receivedAt: origin.receivedAt, sender: origin.sender, collection, attachments: [...attachments] },
  };
}

/** Of one file, bytes. */
const MAXIMUM_BYTES = 1024 * 2 ** 30;

/** Keeps what arrives as it arrives. */
export async function storeFile(
  { archive, clock }: { readonly archive: Archive; readonly clock: Clock },
  { actor, scope, address }: Caller,
  { name, mediaType, attachments }: NewFile,
  body: Readable,
): Promise<ListedFile> {
  const receivedAt = clock.now().toISOString();
  const origin = { via: 'upload', receivedAt, sender: actor.name, address, receiver: '' } as const;
  const sink = archive.ingestFile(actor, scope, { origin, name, mediaType, attachTo: attachments });
  const { sha256 } = await pour(body, sink, MAXIMUM_BYTES);
  return await newest(archive, sha256, { actor, scope });
}

interface NewFile {
  readonly name: string;
  readonly mediaType: string | undefined;
  readonly attachments: Attachments;
}
