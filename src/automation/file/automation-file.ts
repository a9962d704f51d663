import { createHash } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Document } from 'yaml';
import { IsocenterError } from '../../base/index.ts';
import {
  type AutomationFile,
  errorOfProblem,
  errorOfReasons,
  type LineMistake,
} from '../../contract/index.ts';
import type { Extensions } from '../../extensions/index.ts';
import { MAXIMUM_FILE } from './limits.ts';
import { newFile } from './new-file.ts';
import { emptyPlan, type Plan } from './plan.ts';
import type { PlanParts, ReadPlan } from './read-plan.ts';

/** Its name in the data directory. */
export const AUTOMATION_FILE = 'automation.yaml';

/** The file as it is, and what is done by it. */
export interface FileState {
  readonly text: string;
  /** SHA-256 of the text: what somebody who changes it has seen. */
  readonly digest: string;
  /** Why this text is not what is done; the last one that could be used still is. */
  readonly problems: readonly LineMistake[];
}

interface FileParts extends PlanParts {
  readonly extensions: Pick<Extensions, 'action' | 'condition' | 'versionOf' | 'revision'>;
}

/**
 * The file in which people say what the archive shall do by itself. It is the only truth: what is written there, by
 * whatever editor, is taken into use when it is whole and right.
 */
export class AutomationFileReader {
  readonly #path: string;
  readonly #parts: FileParts;
  #plan: Plan = emptyPlan;
  #state: FileState = { text: '', digest: '', problems: [] };
  #looked = { text: '', extensions: {} as AutomationFile['extensions'] };
  /** What the plan was made of: the text, and what extensions offered then. */
  #mark = '';

  constructor(data: string, parts: FileParts) {
    this.#path = join(data, AUTOMATION_FILE);
    this.#parts = parts;
  }

  /** What is done now: by the last text that could be used. */
  get plan(): Plan {
    return this.#plan;
  }

  /** Not after a start at which it could not be used: nobody knows then what it meant. */
  get hasPlan(): boolean {
    return this.#plan !== emptyPlan || this.#state.problems.length === 0;
  }

  get state(): FileState {
    return this.#state;
  }

  /** What extensions may use, as it stands there now, whatever else is wrong: without them no plan can be made. */
  async extensions(): Promise<AutomationFile['extensions']> {
    const text = await this.#read();
    if (text !== this.#looked.text) {
      const { extensionSettingsIn } = await import('./extension-settings-in.ts');
      this.#looked = { text, extensions: extensionSettingsIn(text) };
    }
    return this.#looked.extensions;
  }

  /** Reads the file when it has changed, or what extensions offer. Answers whether it has. */
  async refresh(): Promise<boolean> {
    const text = await this.#read();
    const digest = digestOf(text);
    const mark = `${digest} ${this.#parts.extensions.revision}`;
    if (mark === this.#mark) return false;
    this.#mark = mark;
    // What is in use stays in use. After a start nothing is: a rule that lacks its extension by then holds nothing else up.
    const { plan, problems = [] } = await this.#planOf(text, (digest) => !this.#hasRule(digest, 'at work'));
    if (plan) this.#plan = plan;
    this.#state = { text, digest, problems };
    return true;
  }

  /** What would be wrong with a text. */
  async check(text: string): Promise<readonly LineMistake[]> {
    return (await this.#planOf(text, (digest) => this.#hasRule(digest, 'resting'))).problems ?? [];
  }

  /**
   * Writes the file, whole or not at all; durable when it resolves. Throws `automation/invalid` with everything that is
   * wrong, `automation/changed` when it is not what was seen any more.
   */
  async save(text: string, seen: string): Promise<FileState> {
    await this.refresh();
    if (seen !== this.#state.digest) throw new IsocenterError('automation/changed');
    const problems = await this.check(text);
    if (problems.length > 0) throw invalid(problems);
    const temporary = `${this.#path}.new`;
    await using file = await open(temporary, 'w', 0o600);
    await file.writeFile(text);
    await file.sync();
    await rename(temporary, this.#path);
    await this.refresh();
    return this.#state;
  }

  /** Changes one part of the file; what people wrote around it stays, comments too. Throws as `save` does. */
  async edit(change: (document: Document) => void, seen: string): Promise<FileState> {
    await this.refresh();
    const { text, problems } = this.#state;
    const { editText } = await import('./edit-text.ts');
    return await this.save(problems.length === 0 ? editText(text, change) : text, seen);
  }

  #hasRule(digest: string, how: 'at work' | 'resting'): boolean {
    const isResting = how === 'resting';
    return this.#plan.rules.some(
      (rule) => rule.digest === digest && (rule.rests !== undefined) === isResting,
    );
  }

  /** What reads it is loaded when there is something to read. */
  async #planOf(text: string, mayRest: (digest: string) => boolean): Promise<ReadPlan> {
    if (text === newFile) return { plan: emptyPlan };
    const { readPlan } = await import('./read-plan.ts');
    return readPlan(text, { ...this.#parts, mayRest });
  }

  async #read(): Promise<string> {
    try {
      const bytes = await readFile(this.#path);
      // A character more than is read: the plan then says so.
      return bytes.subarray(0, MAXIMUM_FILE * 4).toString('utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return newFile;
      throw error;
    }
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const invalid = (problems: readonly LineMistake[]): IsocenterError =>
  errorOfReasons(
    'automation/invalid',
    problems.map(({ line, place, reason }) => ({
      what: [`${AUTOMATION_FILE}:${line}`, place].filter((text) => text !== '').join(' '),
      reason: errorOfProblem(reason)!,
    })),
  );
