/**
 * The program of the process that an extension runs in. Its arguments: the file of the extension, and the folder that the
 * extension may write to. Descriptor 3 leads to the server.
 */
import { registerHooks } from 'node:module';
import { Socket } from 'node:net';
import { describeExtension } from './child/describe-extension.ts';
import { Line } from './child/line.ts';
import { load } from './child/load.ts';
import { Service } from './child/service.ts';

// To an extension this module is the SDK: it lies somewhere in a data directory, from where no package is found.
export * from '../sdk/index.ts';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'isocenter/extension'
      ? { url: import.meta.url, shortCircuit: true }
      : next(specifier, context),
});

async function serve(file: string, folder: string): Promise<void> {
  const line = new Line(new Socket({ fd: 3, readable: true, writable: true }));
  const extension = await load(file).then(describeExtension, (reason: unknown) => ({ reason }));
  if ('reason' in extension) {
    line.fail(extension.reason);
    return;
  }
  line.say({ kind: 'ready', description: extension.description });
  await new Service(extension.extension, line, folder).run();
}

// Not awaited here: the extension imports this module, which would wait for the extension.
void serve(process.argv[2] ?? '', process.argv[3] ?? '');
