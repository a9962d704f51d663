/** Sends bytes to the archive by the tus protocol: what is interrupted goes on where it was. */
import type { DetailedError } from 'tus-js-client';
import {
  errorOfProblem,
  type IsocenterError,
  type Problem,
  type uploadsPath,
} from '../../../src/contract/index.ts';

/**
 * away: the server does not answer; asking again may help. full: its disk is. session: nobody is logged in any more. refused: asking
 * again does not help. stopped: somebody wanted it.
 */
export type SendTrouble = 'away' | 'full' | 'session' | 'refused' | 'stopped';

export class SendFailure extends Error {
  readonly kind: SendTrouble;

  /** @param reason what the server said is the `cause`, where it said it by code */
  constructor(kind: SendTrouble, reason: Error | Problem | string) {
    const message = typeof reason === 'string' ? reason : 'title' in reason ? reason.title : reason.message;
    super(message, typeof reason === 'string' ? undefined : { cause: reason });
    this.kind = kind;
  }
}

export interface Sending {
  readonly blob: Blob;
  readonly name: string;
  /** Of what is on a disk: it goes on where it was, also when the page was closed since. */
  readonly key: string;
  /** What is to be done with it: see the metadata of `uploadBegin` in the contract. */
  readonly wish: Readonly<Record<string, string>>;
  /** @param part of the whole, 0 to 1 */
  readonly onPart: (part: number) => void;
  readonly signal: AbortSignal;
}

/** As the contract has it: the module of its schemas is not loaded for a path. */
const endpoint: typeof uploadsPath = '/api/uploads';
/** A request has to end within a minute: slow lines can do that with so many bytes. */
const chunkBytes = 4 * 2 ** 20;
/** Refusals that pass (RFC 9110, RFC 6585): too slow, at another offset, in use by another request, too early, too many. */
const passing = [408, 409, 423, 425, 429];

/** Answers the id of the upload, which is that of the job that takes it in. @throws SendFailure */
export async function sendBlob({ blob, name, key, wish, onPart, signal }: Sending): Promise<string> {
  const { Upload } = await import('tus-js-client');
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const upload = new Upload(blob, {
    endpoint,
    chunkSize: chunkBytes,
    uploadDataDuringCreation: true,
    fingerprint: async () => `isocenter ${key}`,
    storeFingerprintForResuming: blob instanceof File,
    removeFingerprintOnSuccess: true,
    // Who waits and tries again is who calls this: they can say so to people.
    retryDelays: null,
    metadata: { filename: name, ...wish },
    onProgress: (sent, total) => onPart(total > 0 ? sent / total : 1),
    onSuccess: () => resolve(upload.url?.split('/').at(-1) ?? ''),
    onError: (error) => reject(failureOf(error)),
  });
  const stop = () => {
    void upload.abort();
    reject(new SendFailure('stopped', ''));
  };
  signal.addEventListener('abort', stop);
  try {
    if (signal.aborted) stop();
    else void goOn(upload).catch((error: unknown) => reject(failureOf(error)));
    return await promise;
  } finally {
    // The signal lasts longer than what it stops, and would hold on to the bytes of all that was sent.
    signal.removeEventListener('abort', stop);
  }
}

type Upload = InstanceType<typeof import('tus-js-client').Upload>;

async function goOn(upload: Upload): Promise<void> {
  if (upload.file instanceof File) {
    const [previous] = await upload.findPreviousUploads();
    if (previous) upload.resumeFromPreviousUpload(previous);
  }
  upload.start();
}

function failureOf(error: unknown): SendFailure {
  const { originalResponse } = error as Partial<DetailedError>;
  const status = originalResponse?.getStatus() ?? 0;
  const known = problemIn(originalResponse?.getBody() ?? '');
  return new SendFailure(kindOf(status), known ?? (error instanceof Error ? error.message : String(error)));
}

function kindOf(status: number): SendTrouble {
  if (status === 507) return 'full';
  if (status === 401) return 'session';
  return status >= 400 && status < 500 && !passing.includes(status) ? 'refused' : 'away';
}

function problemIn(body: string): IsocenterError | undefined {
  try {
    return errorOfProblem(JSON.parse(body));
  } catch {
    // The server, or what is in front of it, says it in another way.
    return undefined;
  }
}
