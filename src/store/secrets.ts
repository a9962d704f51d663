import fs from 'node:fs';
import path from 'node:path';
import { IsocenterError, type Logger, silentLogger } from '../base/index.ts';
import { openDataDirectory } from './data-directory.ts';
import { PrivateFiles } from './private-files.ts';
import { Sealer, sealedTextOf } from './sealer.ts';
import { beginSealingKey, isSealingKeyBegun, readSealingKey, sealingKeyPlace } from './sealing-key.ts';

export interface SecretsOptions {
  /** The data directory, which this process has locked. */
  readonly data: string;
  /** File of the key; beside the data directory when absent. */
  readonly keyFile?: string | undefined;
  /** Secrets that the key does not open are set aside, and a new key is made when there is none. */
  readonly replaceLostKey?: boolean;
  readonly logger?: Logger;
}

/** Signed, but no secret: people compare them with their copies. No secret has this name. */
const CHECKPOINTS = 'checkpoints.jsonl';
/** Before the folder that has what no key opens. */
const ASIDE = 'unreadable-';

/**
 * What the installation must keep and nobody may read: password and token hashes, second factors, signing keys, sessions. Each is a
 * small file in `private/`, sealed with a key that lies elsewhere, so that a copy of the data directory gives none of it away.
 */
export class Secrets {
  readonly #directory: string;
  readonly #sealer: Sealer;
  readonly keyFile: string;

  private constructor(directory: string, sealer: Sealer, keyFile: string) {
    this.#directory = directory;
    this.#sealer = sealer;
    this.keyFile = keyFile;
  }

  /**
   * Makes the key when there never was one, and seals what is there from before.
   * Throws `store/secrets-shut` when the key is gone or another one, `config/invalid` for a key inside the data directory.
   */
  static async open({ data, replaceLostKey = false, logger = silentLogger, ...options }: SecretsOptions) {
    const { root, private: directory } = openDataDirectory(data);
    const keyFile = sealingKeyPlace(data, options.keyFile);
    requireOutside(keyFile, root);
    const known = readSealingKey(keyFile);
    if (known) {
      const secrets = new Secrets(directory, new Sealer(known), keyFile);
      secrets.#requireOpen(replaceLostKey, logger);
      return secrets;
    }
    if (fs.existsSync(keyFile)) {
      // A mistyped setting may name anything: it is not ours to overwrite.
      if (!replaceLostKey) throw shut(keyFile, 'what is there is no key');
      fs.renameSync(keyFile, `${keyFile}.${ASIDE}${Date.now()}`);
    }
    if (!isSealingKeyBegun(keyFile) && hasSealed(directory)) {
      if (!replaceLostKey) throw shut(keyFile, 'their key is not there');
      setAside(directory, () => true, logger);
    }
    return await Secrets.#begin(directory, keyFile);
  }

  static async #begin(directory: string, keyFile: string): Promise<Secrets> {
    const { key, settle } = begun(keyFile);
    const secrets = new Secrets(directory, new Sealer(key), keyFile);
    for (const { folder, name, value } of secretsIn(directory))
      if (value !== null && !sealedTextOf(value)) await secrets.files(folder).write(name, value);
    settle();
    return secrets;
  }

  /** Those of one purpose. */
  files(folder: string): PrivateFiles {
    return new PrivateFiles(this.#directory, folder, this.#sealer);
  }

  /** At the start, not at the first login: that every secret opens. */
  #requireOpen(replaceLostKey: boolean, logger: Logger): void {
    const isShut = ({ folder, name, value }: Secret): boolean => {
      const sealed = sealedTextOf(value);
      return !sealed || this.#sealer.open(`${folder}/${name}`, sealed) === undefined;
    };
    if (!secretsIn(this.#directory).some(isShut)) return;
    if (!replaceLostKey) throw shut(this.keyFile, 'this key does not open all of them');
    setAside(this.#directory, isShut, logger);
  }
}

interface Secret {
  readonly folder: string;
  readonly name: string;
  /** As it lies there. */
  readonly value: unknown;
}

function secretsIn(directory: string): Secret[] {
  const folders = fs.readdirSync(directory, { withFileTypes: true });
  return folders
    .filter((each) => each.isDirectory() && !each.name.startsWith(ASIDE))
    .flatMap(({ name: folder }) =>
      fs
        .readdirSync(path.join(directory, folder))
        .filter((name) => PrivateFiles.isName(name) && name !== CHECKPOINTS)
        .map((name) => ({ folder, name, value: jsonIn(path.join(directory, folder, name)) })),
    );
}

/** null for what is no JSON: something else wrote it. */
function jsonIn(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as unknown;
  } catch {
    return null;
  }
}

const hasSealed = (directory: string): boolean =>
  secretsIn(directory).some(({ value }) => sealedTextOf(value));

/** Nothing is deleted: the key may be found again. Whole folders go, as what is signed with a lost key is worth as little. */
function setAside(directory: string, isShut: (secret: Secret) => boolean, logger: Logger): void {
  const lost = secretsIn(directory).filter(isShut);
  const aside = path.join(directory, `${ASIDE}${new Date().toISOString().replaceAll(':', '')}`);
  fs.mkdirSync(aside, { mode: 0o700 });
  for (const folder of new Set(lost.map(({ folder }) => folder)))
    fs.renameSync(path.join(directory, folder), path.join(aside, folder));
  logger.warn(
    { count: lost.length, place: aside },
    'secrets that no key opens were set aside; passwords, tokens and links have to be made again',
  );
}

function begun(keyFile: string): ReturnType<typeof beginSealingKey> {
  try {
    return beginSealingKey(keyFile);
  } catch (error) {
    const reason = (error as { code?: string }).code ?? 'no reason known';
    throw new IsocenterError('store/no-key', { path: keyFile, reason }, error);
  }
}

function requireOutside(keyFile: string, root: string): void {
  if (!keyFile.startsWith(root.endsWith(path.sep) ? root : `${root}${path.sep}`)) return;
  const problems = '  - sealingKey: must not lie inside of the data directory, whose copies it protects';
  throw new IsocenterError('config/invalid', { problems });
}

const shut = (path: string, reason: string): IsocenterError =>
  new IsocenterError('store/secrets-shut', { path, reason });
