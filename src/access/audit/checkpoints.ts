import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { jsonIn } from '../../base/index.ts';
import { AppendFile, type DataDirectory, type PrivateFiles, type Secrets } from '../../store/index.ts';

/** How far the log had come, signed: what was written before cannot be changed, or cut off, without being seen. */
export const checkpoint = z.object({
  sequence: z.int(),
  hash: z.string(),
  at: z.string(),
  /** Ed25519 over `sequence hash at`. */
  signature: z.string(),
});
export type Checkpoint = z.output<typeof checkpoint>;

const FOLDER = 'audit';
const FILE = 'checkpoints.jsonl';

/** They lie in `private/`, not beside the log. */
export class Checkpoints {
  readonly #path: string;
  readonly #key: KeyObject;
  readonly #file: AppendFile;

  private constructor(file: string, key: KeyObject, appending: AppendFile) {
    this.#path = file;
    this.#key = key;
    this.#file = appending;
  }

  static async open(directory: DataDirectory, secrets: Secrets): Promise<Checkpoints> {
    const key = await signingKey(secrets.files(FOLDER));
    const file = path.join(directory.private, FOLDER, FILE);
    return new Checkpoints(file, key, await AppendFile.open(file, 'the checkpoints of the audit log', 0o600));
  }

  async add(sequence: number, hash: string, at: string): Promise<void> {
    const signature = sign(null, messageOf({ sequence, hash, at }), this.#key).toString('base64');
    await this.#file.append(`${JSON.stringify({ sequence, hash, at, signature })}\n`);
  }

  /** All of them, by sequence number; undefined for a line that is not what was signed. */
  read(): (Checkpoint | undefined)[] {
    const publicKey = createPublicKey(this.#key);
    const lines = fs.readFileSync(this.#path, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => {
      const parsed = checkpoint.safeParse(jsonIn(line));
      if (!parsed.success) return undefined;
      const signature = Buffer.from(parsed.data.signature, 'base64');
      return verify(null, messageOf(parsed.data), publicKey, signature) ? parsed.data : undefined;
    });
  }

  close(): void {
    this.#file.close();
  }
}

const messageOf = ({ sequence, hash, at }: Omit<Checkpoint, 'signature'>): Buffer =>
  Buffer.from(`${sequence} ${hash} ${at}`);

async function signingKey(files: PrivateFiles): Promise<KeyObject> {
  const known = z.object({ privateKey: z.string() }).optional().parse(files.read('signing-key'));
  if (known) return createPrivateKey(known.privateKey);
  const { privateKey } = generateKeyPairSync('ed25519');
  await files.write('signing-key', { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) });
  return privateKey;
}
