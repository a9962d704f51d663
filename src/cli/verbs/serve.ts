import type { Command } from 'commander';
import manifest from '../../../package.json' with { type: 'json' };
import { banner } from '../frame/banner.ts';
import type { Cli } from '../frame/cli.ts';
import { createCommand } from '../frame/command.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { readSettings } from '../frame/read-settings.ts';
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
  const settings = readSettings(flags, cli.env);
  const [{ createApp }, { createLogger }] = await Promise.all([
    import('../../app.ts'),
    import('../frame/logger.ts'),
  ]);
  const logger = createLogger(settings);
  process.on('uncaughtException', (error) => {
    // Nothing acknowledged is lost by ending here; going on in an unknown state could.
    logger.error({ err: error }, 'unexpected error, the server ends');
    process.exit(exitCodes.failed);
  });
  const app = await createApp(settings, { logger });
  try {
    const addresses = await app.start();
    cli.out.print(banner(manifest.version, settings, addresses));
    await aborted(cli.signal);
    cli.out.tell('Finishing what is under way; press Ctrl-C again to end at once.');
  } finally {
    await app.stop();
  }
  cli.out.tell('Stopped. Everything acknowledged is stored.');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
