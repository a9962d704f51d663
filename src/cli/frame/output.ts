/** Where a command writes. Results go to `print` (standard output), everything else to `tell` (standard error). */
export interface Output {
  print(text: string): void;
  tell(text: string): void;
  /** Whether a person watches standard error: progress bars go there. */
  readonly isTerminal: boolean;
  /** Columns of standard output; undefined when it is not a terminal, and then nothing is cut. */
  readonly width: number | undefined;
}

export const processOutput: Output = {
  print: (text) => void process.stdout.write(`${text}\n`),
  tell: (text) => void process.stderr.write(`${text}\n`),
  get isTerminal() {
    return process.stderr.isTTY === true;
  },
  get width() {
    return process.stdout.isTTY ? process.stdout.columns : undefined;
  },
};
