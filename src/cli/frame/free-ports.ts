/** Whether a server could open its doors here. */
import { createServer } from 'node:net';
import type { CheckWords, Settings } from '../../contract/index.ts';
import { systemErrorsInWords } from '../text/system-errors.ts';

interface WantedPort {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** One check for each port a server with these settings would listen on. */
export function freePorts(settings: Settings): Promise<CheckWords[]> {
  const { dicomHost, dicomPort, dicomTlsHost, dicomTlsPort, tlsCertificate } = settings;
  const { httpHost, httpPort, httpTlsHost, httpTlsPort, httpTlsCertificate } = settings;
  const wanted: WantedPort[] = [
    { name: 'DICOM port', host: dicomHost, port: dicomPort },
    ...(tlsCertificate ? [{ name: 'DICOM TLS port', host: dicomTlsHost, port: dicomTlsPort }] : []),
    { name: 'HTTP port', host: httpHost, port: httpPort },
    ...(httpTlsCertificate ? [{ name: 'HTTPS port', host: httpTlsHost, port: httpTlsPort }] : []),
  ];
  return Promise.all(wanted.map(checkPort));
}

async function checkPort({ name, host, port }: WantedPort): Promise<CheckWords> {
  const error = await tryToListen(host, port);
  if (!error) return { name, status: 'ok', message: `${host}:${port} is free.`, hint: '' };
  return {
    name,
    status: 'problem',
    message: systemErrorsInWords(`${host}:${port} cannot be opened: ${error.code ?? error.message}.`),
    hint: 'Stop what uses it, or choose another port or address; docs/configuration.md names the settings.',
  };
}

function tryToListen(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen({ host, port }, () => server.close(() => resolve(undefined)));
  });
}
