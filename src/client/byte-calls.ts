/** The operations whose request or answer is bytes, on a server over HTTP: what `createClient` does not have. */
import type { IncomingMessage } from 'node:http';
import {
  type ByteRoute,
  byteRoutes,
  type CallFor,
  type ListedFile,
  type StoredInstanceAnswer,
} from '../contract/index.ts';
import { exchange, type Outgoing, wholeText } from './exchange.ts';
import type { HttpTarget } from './failures.ts';

/** A body that is read once, and how many bytes it has. */
export interface Sent {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly size: number;
}

export interface SentFile extends Sent {
  readonly name: string;
  /** The server looks at the file when it is left out. */
  readonly mediaType?: string | undefined;
  readonly attachTo?: ListedFile['attachments'][number] | undefined;
}

export interface WantedZip {
  readonly selection: CallFor<'exportFiles'>['selection'];
  readonly layout?: 'names' | 'media' | undefined;
  readonly template?: string | undefined;
}

/** Failures are `IsocenterError`s. Answers that are bytes have to be read to their end or destroyed. */
export interface ByteCalls {
  storeInstance(file: Sent, signal?: AbortSignal): Promise<StoredInstanceAnswer>;
  storeFile(file: SentFile, signal?: AbortSignal): Promise<ListedFile>;
  fileContent(digest: string, signal?: AbortSignal): Promise<IncomingMessage>;
  quarantineContent(id: string, signal?: AbortSignal): Promise<IncomingMessage>;
  zip(wanted: WantedZip, signal?: AbortSignal): Promise<IncomingMessage>;
  disc(wanted: Pick<WantedZip, 'selection'>, signal?: AbortSignal): Promise<IncomingMessage>;
}

export function createByteCalls(target: HttpTarget): ByteCalls {
  const send = ({ method, path }: ByteRoute, more: Omit<Outgoing, 'method' | 'path'>, place = path) =>
    exchange(target, { method, path: place, ...more });
  return {
    async storeInstance(file, signal) {
      const route = byteRoutes.storeInstance;
      const answer = await send(route, { ...bodyOf(file, 'application/dicom'), signal });
      return route.result.parse(JSON.parse(await wholeText(answer, signal)));
    },
    async storeFile({ name, mediaType, attachTo, ...file }, signal) {
      const route = byteRoutes.storeFile;
      const query = new URLSearchParams({ name, ...attachTo });
      const answer = await send(route, { ...bodyOf(file, mediaType), signal }, `${route.path}?${query}`);
      return route.result.parse(JSON.parse(await wholeText(answer, signal)));
    },
    fileContent(digest, signal) {
      const route = byteRoutes.fileContent;
      return send(route, { signal }, route.path.replace(':digest', encodeURIComponent(digest)));
    },
    quarantineContent(id, signal) {
      const route = byteRoutes.quarantineContent;
      return send(route, { signal }, route.path.replace(':id', encodeURIComponent(id)));
    },
    zip: (wanted, signal) => send(byteRoutes.zip, { ...jsonOf(wanted), signal }),
    disc: (wanted, signal) => send(byteRoutes.disc, { ...jsonOf(wanted), signal }),
  };
}

function jsonOf(value: object): Pick<Outgoing, 'headers' | 'body'> {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function bodyOf({ bytes, size }: Sent, type?: string): Pick<Outgoing, 'headers' | 'body'> {
  return { headers: { ...(type && { 'content-type': type }), 'content-length': size }, body: bytes };
}
