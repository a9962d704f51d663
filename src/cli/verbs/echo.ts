import { isIPv6 } from 'node:net';
import type { Command } from 'commander';
import { IsocenterError } from '../../base/index.ts';
import type { Cli } from '../frame/cli.ts';
import { addArchiveOptions, createCommand, withArchive } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { printResult } from '../frame/results.ts';
import { formatDuration } from '../text/quantities.ts';

interface EchoFlags {
  readonly json?: boolean;
  readonly aet?: string;
  readonly callingAet?: string;
}

interface Place {
  readonly host: string;
  readonly port: number;
}

const HIGHEST_PORT = 65_535;
const defaultTitle = 'ISOCENTER';
const verificationSopClass = '1.2.840.10008.1.1';

export function command(cli: Cli): Command {
  const echo = createCommand('echo', 'Ask a node whether it answers (C-ECHO, DICOMweb)', [
    ['echo hospital', 'a node we know'],
    ['echo 192.168.1.20:104 --aet HOSP_PACS', 'anything, without an archive'],
  ]).argument('<node>', 'name of a node, or HOST:PORT');
  return addArchiveOptions(echo)
    .option('--aet <title>', `AE title to call, with HOST:PORT (default: ${defaultTitle})`)
    .option('--calling-aet <title>', `AE title to call with, with HOST:PORT (default: ${defaultTitle})`)
    .action((target: string, flags: EchoFlags) => {
      const place = parsePlace(target);
      return place ? echoPlace(cli, place, flags) : echoNode(cli, target, flags);
    });
}

async function echoNode(cli: Cli, name: string, flags: EchoFlags): Promise<void> {
  await withArchive(cli, { ...flags }, async (session) => {
    const answer = await session.client.nodeEcho({ name }, session);
    printResult(session, answer, [answered(name, answer.milliseconds)]);
    return exitCodes.ok;
  });
}

async function echoPlace(cli: Cli, place: Place, flags: EchoFlags): Promise<void> {
  const { connect } = await import('../../dimse/index.ts');
  const { transferSyntax } = await import('../../dicom/index.ts');
  const started = performance.now();
  const association = await connect({
    ...place,
    callingAeTitle: flags.callingAet ?? defaultTitle,
    calledAeTitle: flags.aet ?? defaultTitle,
    contexts: [
      { abstractSyntax: verificationSopClass, transferSyntaxes: [transferSyntax.implicitVrLittleEndian.uid] },
    ],
  });
  await association.echo();
  await association.release();
  const milliseconds = performance.now() - started;
  const output = { out: cli.out, json: flags.json === true };
  printResult(output, { milliseconds }, [answered(`${place.host}:${place.port}`, milliseconds)]);
}

function answered(who: string, milliseconds: number): string {
  const time = milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : formatDuration(milliseconds / 1000);
  return `${who} answers (${time}).`;
}

/** `HOST:PORT`, or `[IPV6]:PORT`; names of nodes have no colon. */
function parsePlace(target: string): Place | undefined {
  const [, bracketed, plain, port] = /^(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(target) ?? [];
  const host = bracketed !== undefined && isIPv6(bracketed) ? bracketed : plain;
  if (host === undefined) return undefined;
  const number = Number(port);
  if (number >= 1 && number <= HIGHEST_PORT) return { host, port: number };
  throw new IsocenterError('input/invalid', {
    reason: `${port} is no port; they go from 1 to ${HIGHEST_PORT}`,
  });
}
