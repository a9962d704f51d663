import type { ExtensionSettings } from '../contract/index.ts';
import { type CallOptions, ExtensionProcess, type ProcessOptions } from './extension-process.ts';
import type { KeptVersion } from './keep-version.ts';
import { Lane, type LaneOptions } from './lane.ts';
import type { Call, Description } from './messages.ts';
import type { Printed } from './printed.ts';

export interface VersionParts extends Omit<LaneOptions, 'process'> {
  readonly extension: string;
  readonly kept: KeptVersion;
  /** The folder that it may write to. */
  readonly folder: string;
  readonly settings: ExtensionSettings;
  readonly printed: Printed;
}

/** An extension as its files are, with the processes that it runs in: one for what is asked, one for what is done, so that no question waits for long work. */
export class Version {
  readonly digest: string;
  readonly description: Description;
  readonly #questions: Lane;
  readonly #work: Lane;

  private constructor(digest: string, first: ExtensionProcess, options: LaneOptions) {
    this.digest = digest;
    this.description = first.description;
    this.#questions = new Lane(options);
    this.#work = new Lane(options, first);
  }

  /** Throws `extension/bad` with what is wrong with it. */
  static async start(parts: VersionParts): Promise<Version> {
    const { kept, requireAwake, onEnd } = parts;
    const process = processOptions(parts);
    return new Version(kept.digest, await ExtensionProcess.start(process), { process, requireAwake, onEnd });
  }

  call(call: Call, options: CallOptions): Promise<unknown> {
    return (call.kind === 'act' ? this.#work : this.#questions).call(call, options);
  }

  /** What it was called for is done to its end. */
  async retire(): Promise<void> {
    await Promise.all([this.#questions.retire(), this.#work.retire()]);
  }

  close(): void {
    this.#questions.close();
    this.#work.close();
  }
}

const processOptions = ({ extension, kept, folder, settings, printed }: VersionParts): ProcessOptions => ({
  ...{ extension, file: kept.file, folder, printed, megabytes: settings.megabytes },
  readable: [kept.folder, ...settings.read],
});
