import type { Command } from 'commander';
import manifest from '../../../package.json' with { type: 'json' };
import { IsocenterError } from '../../base/index.ts';
import type { Settings } from '../../contract/index.ts';
import { banner } from '../frame/banner.ts';
import type { Cli } from '../frame/cli.ts';
import { createCommand } from '../frame/command.ts';
import { connectServer } from '../frame/connect.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { readSettingPlan } from '../frame/read-settings.ts';
import { addSettingOptions } from '../frame/setting-options.ts';

export function command(cli: Cli): Command {
  const serve = createCommand('serve', 'Run the server until Ctrl-C or SIGTERM', [
    ['serve --data /srv/images', 'for this machine only'],
    ['serve --host 0.0.0.0 --aet ARCHIVE', 'for the network; only registered nodes get in'],
    ['serve --config isocenter.json', 'settings from a file; docs/configuration.md lists them'],
  ]);
  return addSettingOptions(serve)
    .addHelpText(
      'after',
      '\nEvery flag is also a variable (--dicom-port: ISOCENTER_DICOM_PORT) and a key of the config file (dicomPort).',
    )
    .action((flags) => runServer(cli, flags));
}

async function runServer(cli: Cli, flags: Record<string, unknown>): Promise<void> {
  const { settings, origins } = readSettingPlan(flags, cli.env);
  await refuseSecondServer(settings);
  const [{ createApp, requireCertificates }, { createLogger }] = await Promise.all([
    import('../../app.ts'),
    import('../frame/logger.ts'),
  ]);
  requireCertificates(settings);
  const logger = createLogger(settings);
  process.on('uncaughtException', (error) => {
    // Nothing acknowledged is lost by ending here; going on in an unknown state could.
    logger.error({ err: error }, 'unexpected error, the server ends');
    process.exit(exitCodes.failed);
  });
  const app = await createApp(settings, { logger, settingOrigins: origins });
  try {
    const addresses = await app.start();
    cli.out.print(banner(programName(cli.env), manifest.version, settings, addresses, app.setUpKey()));
    await aborted(cli.signal);
    cli.out.tell('Finishing what is under way; press Ctrl-C again to end at once.');
  } finally {
    await app.stop();
  }
  cli.out.tell('Stopped. Everything acknowledged is stored.');
}

/** Said before the lock is tried: a server that answers is no fault, only one too many. */
async function refuseSecondServer(settings: Settings): Promise<void> {
  if (await connectServer(settings)) throw new IsocenterError('control/in-use', { address: settings.data });
}

/** Whoever started us through npm has no `isocenter` on the path. */
function programName(env: Cli['env']): string {
  return env.npm_command === undefined ? 'isocenter' : 'npx isocenter';
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
