import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** A system call as `strace -f -yy -xx` writes it. */
export interface SystemCall {
  readonly name: string;
  /** As printed; see `pathOf`, `dataOf`. */
  readonly args: readonly string[];
  /** Return value; -1 for an error. */
  readonly result: number;
  /** Text behind the return value: the path of a returned file descriptor, or the error. */
  readonly resultText: string;
}

/** A call begins when the kernel was entered and ends when it returned; other threads' calls may lie between. */
export interface CallEvent {
  readonly phase: 'begin' | 'end';
  readonly call: SystemCall;
}

const UNFINISHED = / <unfinished \.\.\.>$/;
const RESUMED = /^<\.\.\. \w+ resumed>/;
const CALL = /^(\w+)\((.*)\)\s+= (-?\d+|\?)(.*)$/s;

/** Every call of a trace file, in the order in which the kernel was entered and left. */
export async function readTrace(file: string): Promise<CallEvent[]> {
  const trace = new TraceReader();
  for await (const line of createInterface({ input: createReadStream(file, 'latin1') })) trace.push(line);
  return trace.events();
}

/** The path in a file descriptor argument (`21<...>`) or a string argument (`"..."`). */
export function pathOf(arg: string): string {
  const path = dataOf(arg).toString('utf8');
  return path !== '' ? path : decodeHex(/<([^>]*)>/.exec(arg)?.[1] ?? '').toString('utf8');
}

/** Whether the name of an open file is gone: strace then marks its path. */
export function isDeleted(arg: string): boolean {
  return arg.includes('(deleted)');
}

/** All string data in an argument: of a buffer, or of every element of an iovec. */
export function dataOf(arg: string): Buffer {
  return Buffer.concat([...arg.matchAll(/"([^"]*)"(\.\.\.)?/g)].map(stringBytes));
}

function stringBytes(match: RegExpMatchArray): Buffer {
  if (match[2] !== undefined) throw new Error('the trace cut data short; raise its string limit');
  return decodeHex(match[1]!);
}

function decodeHex(text: string): Buffer {
  return text.startsWith('\\x')
    ? Buffer.from(text.replaceAll('\\x', ''), 'hex')
    : Buffer.from(text, 'latin1');
}

interface OpenEvent {
  phase: 'begin' | 'end';
  text: string;
  call: SystemCall | undefined;
}

class TraceReader {
  readonly #events: OpenEvent[] = [];
  readonly #unfinished = new Map<string, OpenEvent>();

  push(line: string): void {
    const space = line.indexOf(' ');
    const thread = line.slice(0, space);
    const text = line.slice(space).trimStart();
    if (UNFINISHED.test(text)) this.#begin(thread, text.replace(UNFINISHED, ''));
    else if (RESUMED.test(text)) this.#resume(thread, text.replace(RESUMED, ''));
    else this.#whole(text);
  }

  events(): CallEvent[] {
    return this.#events.flatMap(({ phase, call }) => (call ? [{ phase, call }] : []));
  }

  #begin(thread: string, text: string): void {
    const event: OpenEvent = { phase: 'begin', text, call: undefined };
    this.#unfinished.set(thread, event);
    this.#events.push(event);
  }

  #resume(thread: string, rest: string): void {
    const begin = this.#unfinished.get(thread);
    this.#unfinished.delete(thread);
    if (!begin) return;
    begin.call = parseCall(begin.text + rest);
    this.#events.push({ phase: 'end', text: '', call: begin.call });
    begin.text = '';
  }

  #whole(text: string): void {
    const call = parseCall(text);
    this.#events.push({ phase: 'begin', text: '', call }, { phase: 'end', text: '', call });
  }
}

/** Signals, exits and what else is no call give undefined. */
function parseCall(text: string): SystemCall | undefined {
  const match = CALL.exec(text);
  if (!match) return undefined;
  const [, name, args, result, resultText] = match;
  return {
    name: name!,
    args: splitArgs(args!),
    result: result === '?' ? -1 : Number(result),
    resultText: resultText!,
  };
}

/** Splits at commas outside brackets. All strings and paths are hexadecimal, so none holds a bracket or comma. */
function splitArgs(text: string): string[] {
  const args: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: sign, index } of text.matchAll(/[[\]{}(),]/g)) {
    if (sign === ',' && depth === 0) {
      args.push(text.slice(start, index).trim());
      start = index + 1;
    } else if (sign !== ',') {
      depth += '[{('.includes(sign) ? 1 : -1;
    }
  }
  return [...args, text.slice(start).trim()];
}
