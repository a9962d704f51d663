import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'vitest';
import type { ListedRun } from '../../src/contract/index.ts';
import { TemporaryAutomation } from './automation.ts';
import type { TestEngine } from './engines.ts';

const examples = resolve(import.meta.dirname, '../../examples/extensions');
const go = new AbortController().signal;

/** An archive with extensions that does what its automation file says, when a test tells it to. */
export class ExtensionHome implements AsyncDisposable {
  readonly home: TemporaryAutomation;

  private constructor(home: TemporaryAutomation) {
    this.home = home;
  }

  static async open(engine?: TestEngine): Promise<ExtensionHome> {
    const home = await TemporaryAutomation.open(engine);
    await home.jobs.start();
    return new ExtensionHome(home);
  }

  /** In the folder of extensions. */
  path(...parts: string[]): string {
    return this.home.temporary.directory.join('extensions', ...parts);
  }

  /** Puts a file into the folder of extensions. */
  write(name: string, text: string): void {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  /** Puts one of the examples there. */
  install(name: string): void {
    mkdirSync(this.path(), { recursive: true });
    cpSync(join(examples, name), this.path(name), { recursive: true });
  }

  /** What an extension keeps. */
  kept(...parts: string[]): string {
    return this.home.temporary.directory.join('extensions-data', ...parts);
  }

  readKept(...parts: string[]): string {
    return readFileSync(this.kept(...parts), 'utf8');
  }

  /** Writes the automation file, as somebody with an editor does. */
  async say(file: object): Promise<void> {
    writeFileSync(this.home.temporary.directory.join('automation.yaml'), JSON.stringify(file));
    await this.look();
    expect((await this.home.automation.show()).problems).toEqual([]);
  }

  look(): Promise<void> {
    return this.home.automation.lookNow(go);
  }

  /** Makes everything quiet that is there. */
  async quiet(): Promise<void> {
    await this.home.temporary.parts.catalog.markQuiet({ seriesMs: 0, studyMs: 0 });
  }

  runs(rule?: string): Promise<ListedRun[]> {
    return this.home.automation.rules.runs({ limit: 100, ...(rule !== undefined && { rule }) });
  }

  /** Looks, and waits until no run waits. */
  async settled(): Promise<void> {
    await this.look();
    await expect
      .poll(async () => (await this.runs()).filter(({ state }) => state === 'new' || state === 'waiting'), {
        timeout: 30_000,
      })
      .toEqual([]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.home[Symbol.asyncDispose]();
  }
}
