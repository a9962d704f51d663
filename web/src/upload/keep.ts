/** Keeps a file as what it is, beside images: a letter, a recording, a photograph. */
import { IsocenterError, type ListedFile } from '../../../src/contract/index.ts';
import { api } from '../api/client.ts';
import { keyOf } from './key.ts';
import { resultOf } from './results.ts';
import { sendBlob } from './send.ts';

export type Attachment = ListedFile['attachments'][number];

interface Keeping {
  readonly blob: Blob;
  readonly name: string;
  readonly attachTo: Attachment;
}

const longestName = 255;

/** Answers its digest. @throws SendFailure, IsocenterError */
export async function keepFile({ blob, name, attachTo: { target, uid } }: Keeping): Promise<string> {
  const id = await sendBlob({
    ...{ blob, name: name.slice(-longestName), key: keyOf(`${target} ${uid} ${name} ${blob.size}`) },
    wish: { keep: 'true', target, uid, ...(blob.type !== '' && { filetype: blob.type }) },
    onPart: () => undefined,
    signal: new AbortController().signal,
  });
  const [kept] = (await resultOf(id)).files;
  if (kept?.sha256 === undefined) throw new IsocenterError('archive/not-found', { what: 'file' });
  return kept.sha256;
}

/** The same for what tells of a date. @throws SendFailure, IsocenterError */
export async function keepDated({
  date,
  ...file
}: Keeping & { readonly date: string | null }): Promise<string> {
  const digest = await keepFile(file);
  if (date !== null) await api.fileDescribe({ digest, date });
  return digest;
}
