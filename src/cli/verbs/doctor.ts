import type { Command } from 'commander';
import { asIsocenterError } from '../../base/index.ts';
import type { CheckWords } from '../../contract/index.ts';
import type { Cli } from '../frame/cli.ts';
import { createCommand } from '../frame/command.ts';
import { connectServer } from '../frame/connect.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { explain } from '../frame/explain.ts';
import { freePorts } from '../frame/free-ports.ts';
import { readSettings } from '../frame/read-settings.ts';
import { addSettingOptions } from '../frame/setting-options.ts';
import { printable } from '../text/width.ts';

const nodeNeeded = 24;
const marks: Readonly<Record<CheckWords['status'], string>> = {
  ok: 'ok     ',
  warning: 'WARNING',
  problem: 'PROBLEM',
};

export function command(cli: Cli): Command {
  const doctor = createCommand(
    'doctor',
    'Check configuration, ports, disk, catalog and lock, and say what to do',
    [
      ['doctor', 'the archive in ./data'],
      ['doctor --config my.json --json', 'with a configuration file, for a program'],
      ['doctor --dicom-port 104', 'with what `serve` would be started with'],
    ],
  );
  doctor.option('--json', 'print results as JSON');
  return addSettingOptions(doctor, ['data', 'config', 'database'])
    .addHelpText('after', '\nIt takes every flag of `isocenter serve`.')
    .action(async (flags: { json?: boolean }) => {
      const checks = [nodeVersion(), ...(await archiveChecks(cli, { ...flags }))];
      if (flags.json) cli.out.print(JSON.stringify(checks, undefined, 2));
      else cli.out.print(checks.map(describeCheck).join('\n'));
      cli.exitCode = checks.some(({ status }) => status === 'problem') ? exitCodes.problems : exitCodes.ok;
    });
}

function nodeVersion(): CheckWords {
  const { node } = process.versions;
  const good = Number.parseInt(node, 10) >= nodeNeeded;
  return {
    name: 'Node',
    status: good ? 'ok' : 'problem',
    message: `version ${node}`,
    hint: good ? '' : `Isocenter needs ${nodeNeeded}. \`npm start\` uses the right one by itself.`,
  };
}

/** What the archive says about itself; when it cannot even be opened, that is the finding. */
async function archiveChecks(cli: Cli, flags: Record<string, unknown>): Promise<CheckWords[]> {
  const done: CheckWords[] = [];
  try {
    const settings = readSettings(flags, cli.env);
    done.push(passed('Configuration', 'valid'));
    if (!(await connectServer(settings))) done.push(...(await freePorts(settings)));
    await using connection = await cli.connect(settings);
    const server = connection.isServer ? 'running, answers on its control socket' : 'not running';
    const { checks } = await connection.client.doctor({}, cli);
    return [...done, passed('Server', server), ...checks];
  } catch (error) {
    const name = asIsocenterError(error).code === 'config/invalid' ? 'Configuration' : 'Archive';
    const [message = '', ...hint] = explain(error).split('\n');
    return [...done, { name, status: 'problem', message, hint: hint.join('\n') }];
  }
}

function passed(name: string, message: string): CheckWords {
  return { name, status: 'ok', message, hint: '' };
}

function describeCheck({ name, status, message, hint }: CheckWords): string {
  const lines = hint === '' ? [] : hint.split('\n').map((line) => `         ${printable(line)}`);
  return [`${marks[status]}  ${name}: ${printable(message)}`, ...lines].join('\n');
}
