import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { asIsocenterError, type Clock, IsocenterError, type Logger } from '../base/index.ts';
import {
  defaultExtensionSettings,
  type ExtensionSettings,
  type ListedExtension,
  type Problem,
  problemOf,
} from '../contract/index.ts';
import { Ends } from './ends.ts';
import type { CallOptions } from './extension-process.ts';
import type { FoundExtension } from './find-extensions.ts';
import { keepVersion, removeOtherVersions } from './keep-version.ts';
import { ENDS_WITHIN_MS, MAXIMUM_ENDS } from './limits.ts';
import type { Call, Description } from './messages.ts';
import { Printed } from './printed.ts';
import { Version } from './version.ts';

/** What could not be used is tried again after this time, milliseconds: a disk may be back that it needs. */
const TRY_AGAIN_MS = 60_000;

export interface HostParts {
  /** The data directory. */
  readonly data: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What it offers is another thing now. */
  readonly onChange: () => void;
}

/** One extension: the version that is in use, and what keeps a newer one from being it. */
export class HostedExtension {
  readonly name: string;
  readonly #parts: HostParts;
  readonly #ends: Ends;
  readonly #printed: Printed;
  #settings: ExtensionSettings = defaultExtensionSettings;
  #current: Version | undefined;
  #problem: IsocenterError | undefined;
  /** What was looked at last, and when. */
  #looked = { mark: '', at: Number.NEGATIVE_INFINITY };
  #isTaking = false;
  #first: Promise<void> | undefined;
  #calls = 0;
  #failures = 0;

  constructor(name: string, parts: HostParts) {
    this.name = name;
    this.#parts = parts;
    this.#ends = new Ends(parts.clock);
    this.#printed = new Printed(parts.clock);
  }

  /** What is in use of it offers; undefined while nothing is. */
  get description(): Description | undefined {
    return this.#current?.description;
  }

  /** Digest of the version that is in use. */
  get version(): string | undefined {
    return this.#current?.digest;
  }

  /** Why its newest version is not in use. */
  get problem(): IsocenterError | undefined {
    return this.#problem;
  }

  get settings(): ExtensionSettings {
    return this.#settings;
  }

  /** Takes what is new of it into use. Resolves when it has been looked at once; what comes later is taken meanwhile. */
  async follow(found: FoundExtension, settings: ExtensionSettings): Promise<void> {
    const mark = JSON.stringify([found.mark, settings]);
    const { clock } = this.#parts;
    const isOld = clock.monotonic() - this.#looked.at > TRY_AGAIN_MS;
    if (!this.#isTaking && (mark !== this.#looked.mark || (this.#problem && isOld))) {
      this.#looked = { mark, at: clock.monotonic() };
      this.#settings = settings;
      const taken = this.#take(found);
      this.#first ??= taken;
    }
    await this.#first;
  }

  /** Throws `extension/unknown`, `extension/bad` where it is not in use, and as the process does. */
  async call(call: Call, options: CallOptions): Promise<unknown> {
    if (!this.#current) throw this.#problem ?? new IsocenterError('extension/unknown', { name: this.name });
    this.#calls++;
    try {
      return await this.#current.call(call, options);
    } catch (error) {
      this.#failures++;
      throw error;
    }
  }

  /** Without patient data. */
  problems(): Problem[] {
    const { lately, restsUntil } = this.#ends;
    const ended = restsUntil ? this.#restingError(restsUntil) : lately.at(-1)?.reason;
    return [this.#problem, ended].flatMap((problem) => (problem ? [problemOf(problem)] : []));
  }

  listed(): ListedExtension {
    const { description } = this;
    return {
      name: this.name,
      about: description?.about ?? '',
      state: this.#ends.restsUntil ? 'resting' : description ? 'ready' : 'broken',
      conditions: offersOf(description?.conditions),
      actions: offersOf(description?.actions),
      names: offersOf(description?.names),
      routes: offersOf(description?.routes),
      links: Object.entries(description?.links ?? {}).map(([name, link]) => ({ name, ...link })),
      problems: this.problems(),
      ...{ calls: this.#calls, failures: this.#failures },
      printed: [...this.#printed.lines],
    };
  }

  close(): void {
    this.#current?.close();
  }

  async #take(found: FoundExtension): Promise<void> {
    const { data, logger, onChange } = this.#parts;
    this.#isTaking = true;
    const versions = join(resolve(data), 'cache', 'extensions', this.name);
    const folder = workFolder(data, this.name);
    try {
      if (found.problem) throw found.problem;
      const kept = await keepVersion(found, versions);
      await mkdir(folder, { recursive: true });
      const before = this.#current;
      this.#current = await Version.start({
        ...{ extension: this.name, kept, folder, settings: this.#settings },
        printed: this.#printed,
        requireAwake: () => this.#requireAwake(),
        onEnd: (reason) => this.#noteEnd(reason),
      });
      this.#problem = undefined;
      this.#ends.forget();
      logger.info({ extension: this.name, version: kept.digest }, 'an extension is in use');
      void before?.retire().then(() => this.#tidy(versions));
    } catch (error) {
      this.#problem = asIsocenterError(error);
      logger.warn({ extension: this.name, code: this.#problem.code }, 'an extension cannot be used');
    }
    this.#isTaking = false;
    onChange();
  }

  /** One that is being taken tidies when it is: what it needs may just be made. */
  async #tidy(versions: string): Promise<void> {
    if (this.#isTaking || !this.#current) return;
    await removeOtherVersions(versions, this.#current.digest).catch((error: unknown) => {
      const { code } = asIsocenterError(error);
      this.#parts.logger.warn({ extension: this.name, code }, 'old versions of an extension stay');
    });
  }

  #requireAwake(): void {
    const { restsUntil } = this.#ends;
    if (restsUntil) throw this.#restingError(restsUntil);
  }

  #restingError(until: Date): IsocenterError {
    const last = this.#ends.lately.at(-1)?.reason;
    const params = {
      ...{ extension: this.name, count: MAXIMUM_ENDS, minutes: ENDS_WITHIN_MS / 60_000 },
      ...{ until: until.toISOString(), reason: last?.message ?? '' },
    };
    return new IsocenterError('extension/resting', params, last);
  }

  #noteEnd(reason: IsocenterError): void {
    this.#ends.note(reason);
    this.#parts.logger.warn({ extension: this.name, code: reason.code }, 'the process of an extension ended');
  }
}

/** What extensions keep. */
export const keptFolder = (data: string): string => join(resolve(data), 'extensions-data');

/** What one of them keeps; it may write there and nowhere else. */
export const workFolder = (data: string, name: string): string => join(keptFolder(data), name);

const offersOf = (
  offers: Description['actions' | 'conditions' | 'names' | 'routes'] = {},
): ListedExtension['actions'] => Object.entries(offers).map(([name, { about }]) => ({ name, about }));
