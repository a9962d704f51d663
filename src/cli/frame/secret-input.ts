/** Asks for a secret: hidden on a terminal, one line of standard input otherwise. Never an argument: others see those. */
import { createInterface } from 'node:readline';
import { IsocenterError } from '../../base/index.ts';
import type { Output } from './output.ts';

const MAX_LENGTH = 1_024;

export async function readSecret(out: Output, question: string): Promise<string> {
  const { stdin } = process;
  if (stdin.isTTY) out.tell(question);
  const wasRaw = stdin.isTTY && stdin.isRaw;
  if (stdin.isTTY) stdin.setRawMode(true);
  try {
    const line = stdin.isTTY ? await keysOf(stdin) : await firstLineOf(stdin);
    if (line.length === 0) throw new IsocenterError('input/invalid', { reason: 'Nothing was entered.' });
    if (line.length > MAX_LENGTH) throw new IsocenterError('input/too-large', { limit: MAX_LENGTH });
    return line;
  } finally {
    if (stdin.isTTY) stdin.setRawMode(wasRaw);
    stdin.pause();
  }
}

async function firstLineOf(input: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input })) return line;
  return '';
}

const ENTER = new Set(['\r', '\n']);
const ERASE = new Set(['\b', '\u007f']);
const END = new Set(['\u0003', '\u0004']);

/** Keys up to Enter; nothing is echoed in raw mode. */
async function keysOf(input: NodeJS.ReadStream): Promise<string> {
  const typed: string[] = [];
  input.setEncoding('utf8');
  for await (const chunk of input) {
    for (const key of String(chunk)) {
      if (ENTER.has(key)) return typed.join('');
      if (END.has(key)) throw new IsocenterError('cancelled');
      if (ERASE.has(key)) typed.pop();
      else typed.push(key);
    }
  }
  return typed.join('');
}
