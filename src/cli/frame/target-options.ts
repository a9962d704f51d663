/** `--study`, `--series`, `--patient`, `--person`: the one thing that something is said about. */
import type { Command } from 'commander';
import { IsocenterError } from '../../base/index.ts';

export type TargetKind = 'study' | 'series' | 'patient' | 'person';
export type TargetFlags = { readonly [Kind in TargetKind]?: string };

export interface Target<Kind extends TargetKind> {
  readonly target: Kind;
  readonly uid: string;
}

const words: Readonly<Record<TargetKind, readonly [value: string, meaning: string]>> = {
  study: ['uid', 'a study'],
  series: ['uid', 'a series'],
  patient: ['key', 'a patient: the key that `isocenter patients` shows'],
  person: ['uid', 'a person: as in `isocenter persons`'],
};

export function addTargetOptions(command: Command, kinds: readonly TargetKind[]): Command {
  for (const kind of kinds) command.option(`--${kind} <${words[kind][0]}>`, words[kind][1]);
  return command;
}

/** undefined when none was named. */
export function targetOf<Kind extends TargetKind>(
  flags: TargetFlags,
  kinds: readonly Kind[],
): Target<Kind> | undefined {
  const named = kinds.flatMap((kind) =>
    flags[kind] === undefined ? [] : [{ target: kind, uid: flags[kind] }],
  );
  if (named.length > 1)
    throw new IsocenterError('input/invalid', { reason: `Name one of ${options(kinds)}.` });
  return named[0];
}

export function requiredTarget<Kind extends TargetKind>(
  flags: TargetFlags,
  kinds: readonly Kind[],
): Target<Kind> {
  const target = targetOf(flags, kinds);
  if (target) return target;
  throw new IsocenterError('input/invalid', { reason: `Say of what: ${options(kinds)}.` });
}

const options = (kinds: readonly TargetKind[]): string => kinds.map((kind) => `--${kind}`).join(', ');
