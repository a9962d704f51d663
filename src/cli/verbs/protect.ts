import type { Command } from 'commander';
import { protectedLabel } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { printResult } from '../frame/results.ts';
import { addTargetOptions, requiredTarget, type TargetFlags } from '../frame/target-options.ts';

export const protectedKinds = ['study', 'patient'] as const;

export function command(cli: Cli): Command {
  const command = createCommand(
    'protect',
    'Keep a study, or all of a patient: nobody and no rule removes it',
    [
      ['protect "reference of the trial" --study 1.2.840.99', 'with the reason, which everybody sees'],
      ['protect "legal hold" --patient KEY', 'all studies of a patient, those to come too'],
      ['unprotect --study 1.2.840.99', 'it may be removed again'],
    ],
  ).argument('<reason>');
  return addArchiveOptions(addTargetOptions(command, protectedKinds)).action(
    (reason: string, flags: TargetFlags) => change(cli, flags, reason),
  );
}

export function change(cli: Cli, flags: TargetFlags, value: string | null): Promise<void> {
  return withArchive(cli, { ...flags }, async (session) => {
    const request = { ...requiredTarget(flags, protectedKinds), name: protectedLabel, value };
    const { labels } = await session.client.labelSet(request, session);
    printResult(session, { labels }, [value === null ? 'It may be removed.' : 'It is protected.']);
    return exitCodes.ok;
  });
}
