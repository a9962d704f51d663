import type { StreamedFile } from '../../archive/index.ts';
import { notIncludedName } from '../../contract/index.ts';

const maximumLines = 10_000;

/** What could not go into a zip, and why: a text file at its end. */
export class NotIncluded {
  readonly #lines: string[] = [];

  /** Past the limit, what comes is not named any more. */
  add(sopInstanceUid: string, reason: string): void {
    if (this.#lines.length < maximumLines) this.#lines.push(`${sopInstanceUid}: ${reason}`);
  }

  /** None where everything went in. */
  files(): StreamedFile[] {
    if (this.#lines.length === 0) return [];
    const text = Buffer.from(`${this.#lines.join('\n')}\n`);
    return [{ path: notIncludedName, size: text.length, content: [text] }];
  }
}
