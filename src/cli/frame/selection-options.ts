/** `--study`, `--series`, `--instance`, `--query`: what a command works on. */
import { type Command, InvalidArgumentError } from 'commander';
import { IsocenterError } from '../../base/index.ts';
import type { CallFor, Level } from '../../contract/index.ts';

export interface SelectionFlags {
  readonly study?: string[];
  readonly series?: string[];
  readonly instance?: string[];
  readonly query?: [string, string][];
  readonly all?: boolean;
}

type SelectionCall = CallFor<'remove'>['selection'];

export const levels: readonly Level[] = ['patient', 'study', 'series', 'instance'];

export function addSelectionOptions(command: Command, also: { all?: boolean } = {}): Command {
  command
    .option('--study <uid>', 'a study; several with commas or by repeating', collectList)
    .option('--series <uid>', 'a series', collectList)
    .option('--instance <uid>', 'an instance', collectList)
    .option(
      '--query <key=value>',
      'studies that match, as in `isocenter find`; may be repeated',
      collectMatch,
    );
  return also.all ? command.option('--all', 'everything') : command;
}

/** Undefined when nothing was selected. */
export function selectionOf({
  study,
  series,
  instance,
  query,
  all,
}: SelectionFlags): SelectionCall | undefined {
  if (all) return { query: { level: 'study', match: {} } };
  if (!study && !series && !instance && !query) return undefined;
  return {
    studies: study,
    series,
    instances: instance,
    query: query && { level: 'study', match: Object.fromEntries(query) },
  };
}

export function requiredSelection(flags: SelectionFlags): SelectionCall {
  const selection = selectionOf(flags);
  if (selection) return selection;
  const reason = 'Say what: --study UID, --series UID, --instance UID or --query KEY=VALUE.';
  throw new IsocenterError('input/invalid', { reason });
}

export function collectList(value: string, previous: string[] = []): string[] {
  return [...previous, ...value.split(',').filter(Boolean)];
}

/** Values with commas or by repeating, each one of those that there are. */
export function collectOneOf<const Value extends string>(values: readonly Value[]) {
  const isOne = (name: string): name is Value => values.some((value) => value === name);
  return (text: string, previous: readonly Value[] = []): Value[] => {
    const named = collectList(text);
    const unknown = named.length === 0 ? text : named.find((name) => !isOne(name));
    if (unknown !== undefined)
      throw new InvalidArgumentError(`"${unknown}" is none of ${values.join(', ')}.`);
    return [...previous, ...named.filter(isOne)];
  };
}

export function collectMatch(value: string, previous: [string, string][] = []): [string, string][] {
  return [...previous, parseMatch(value)];
}

/** `PatientName=DOE*`; the value may be empty and may hold further equals signs. */
export function parseMatch(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) {
    const reason = `Write KEY=VALUE, such as PatientName=DOE*; this is "${text}".`;
    throw new IsocenterError('input/invalid', { reason });
  }
  const key = text.slice(0, at);
  const value = text.slice(at + 1);
  return [key, key.endsWith('Date') ? withoutHyphens(value) : value];
}

/** `2024-01-31` becomes `20240131`, as DICOM writes dates; the hyphen of a range stays. */
function withoutHyphens(value: string): string {
  return value.replace(/(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/g, '$1$2$3');
}
