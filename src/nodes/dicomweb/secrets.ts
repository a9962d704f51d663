import { IsocenterError } from '../../base/index.ts';
import { isLoopback } from '../addresses.ts';
import { placeOf, urlOf, type WebNode } from './service.ts';

/** Where secrets are kept, by name; sealed (store/private-files.ts). */
export interface SecretFiles {
  read(name: string): unknown;
  write(name: string, value: unknown): Promise<void>;
  remove(name: string): Promise<void>;
}

interface Kept {
  /** Scheme, host and port that it was given for: it goes nowhere else, whatever becomes of the node. */
  readonly origin: string;
  readonly secret: string;
}

/** Passwords and tokens for the DICOMweb of nodes. */
export class WebSecrets {
  readonly #files: SecretFiles;

  constructor(files: SecretFiles) {
    this.#files = files;
  }

  has(node: WebNode): boolean {
    return this.#of(node) !== undefined;
  }

  /** Throws `net/forbidden` where it would go over the network for everybody to read. */
  async keep(node: WebNode, secret: string): Promise<void> {
    const url = urlOf(node, '');
    const { host } = placeOf(url);
    if (url.protocol === 'http:' && host !== 'localhost' && !isLoopback(host))
      throw new IsocenterError('net/forbidden', { host, reason: 'a secret is sent by https only' });
    if (node.web.user === undefined && !/^[\x21-\x7e]+$/.test(secret))
      throw new IsocenterError('input/invalid', {
        reason: 'A token has letters, digits and signs of ASCII only.',
      });
    await this.#files.write(fileOf(node.name), { origin: url.origin, secret } satisfies Kept);
  }

  async forget(name: string): Promise<void> {
    await this.#files.remove(fileOf(name));
  }

  /** The header that says who we are. RFC 7617, RFC 6750. */
  authorization(node: WebNode): string | undefined {
    const secret = this.#of(node);
    if (secret === undefined) return undefined;
    const { user } = node.web;
    return user === undefined
      ? `Bearer ${secret}`
      : `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
  }

  #of(node: WebNode): string | undefined {
    const kept = this.#files.read(fileOf(node.name)) as Kept | undefined;
    return kept?.origin === urlOf(node, '').origin ? kept.secret : undefined;
  }
}

/** Names of nodes may differ in their case alone, and so may those of files only on some file systems. */
const fileOf = (name: string): string => Buffer.from(name).toString('hex');
