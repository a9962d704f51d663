import type { Command } from 'commander';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand } from '../frame/command.ts';
import { addTargetOptions, type TargetFlags } from '../frame/target-options.ts';
import { change, protectedKinds } from './protect.ts';

export function command(cli: Cli): Command {
  const command = createCommand('unprotect', 'Let a study, or all of a patient, be removed again', [
    ['unprotect --study 1.2.840.99', 'what `isocenter protect` said of it is taken back'],
  ]);
  return addArchiveOptions(addTargetOptions(command, protectedKinds)).action((flags: TargetFlags) =>
    change(cli, flags, null),
  );
}
