/** TLS in both directions with DCMTK, beside the plain port. */
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCertificates, type TestCertificates } from '../support/certificates.ts';
import { isocenter, isocenterJson } from '../support/command-line.ts';
import { corpusInstance } from '../support/corpus.ts';
import {
  type DcmtkServer,
  type DicomPeer,
  echoscu,
  findscu,
  hasDcmtk,
  startStorescp,
  storescu,
} from '../support/dcmtk.ts';
import { freePort } from '../support/ports.ts';
import { findProgram } from '../support/processes.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';
import { describeWithPeer } from '../support/skip.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const sample = corpusInstance(
  { kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 95 },
  { study: 0, series: 0, instance: 0 },
);
const hasOpenssl = findProgram('openssl') !== undefined;

describeWithPeer('TLS', hasDcmtk && hasOpenssl, tlsSuite, 'DCMTK and openssl');

function tlsSuite(): void {
  const directory = new TemporaryDirectory('tls');
  const file = directory.join('one.dcm');
  let certificates: TestCertificates;
  let strangers: TestCertificates;
  let server: IsocenterServer;
  let tlsPeer: DicomPeer;
  let receiver: DcmtkServer;

  beforeAll(async () => {
    writeFileSync(file, sample.encode());
    certificates = makeCertificates(directory.path);
    const others = new TemporaryDirectory('strangers', directory.path);
    strangers = makeCertificates(others.path);
    const { authority, server: ours } = certificates;
    const tlsPort = await freePort();
    receiver = await startStorescp({
      aet: 'SECURE',
      directory: directory.join('received'),
      args: ['+tls', ours.key, ours.certificate, '+cf', authority, '-rc'],
    });
    const files = ['--tls-certificate', ours.certificate, '--tls-key', ours.key, '--tls-ca', authority];
    server = await startIsocenter({
      args: [
        ...files,
        '--dicom-tls-port',
        String(tlsPort),
        '--tls-client-certificate',
        'require',
        '--loopback-grant',
        'off',
      ],
      config: {
        nodes: [
          { name: 'plain', aeTitle: 'PLAIN', host: '127.0.0.1', port: 104 },
          {
            name: 'secure',
            aeTitle: 'SECURE',
            host: '127.0.0.1',
            port: receiver.port,
            tls: true,
            certificate: fingerprintOf(certificates.client.certificate),
          },
        ],
      },
    });
    tlsPeer = { ...server.peer, port: tlsPort };
  });
  afterAll(async () => {
    await server?.stop();
    await receiver?.stop();
    directory.remove();
  });

  const showing = ({ key, certificate }: { key: string; certificate: string }): string[] => [
    '+tls',
    key,
    certificate,
    '+cf',
    certificates.authority,
  ];
  const asNode = { callingAet: 'SECURE' };

  it('takes from and answers a node that shows its certificate', async () => {
    const args = showing(certificates.client);
    const stored = await storescu(tlsPeer, [file], args, asNode);
    expect(stored.code, stored.stderr).toBe(0);
    const keys = ['QueryRetrieveLevel=STUDY', `StudyInstanceUID=${sample.studyInstanceUid}`];
    const found = await findscu(tlsPeer, keys, ['-S', ...args], asNode);
    expect(found.stdout + found.stderr).toContain(sample.studyInstanceUid);
  });

  it('serves the plain port beside it', async () => {
    expect((await echoscu(server.peer, [], { callingAet: 'PLAIN' })).code).toBe(0);
  });

  it.each([
    ['without a certificate', () => ['+tla', '+cf', certificates.authority]],
    ['with a certificate of an authority we do not trust', () => showing(strangers.client)],
    ['that speaks plain DICOM', () => ['-ta', '5']],
  ])('refuses a caller %s', async (_, args) => {
    expect((await echoscu(tlsPeer, args(), asNode)).code).not.toBe(0);
    expect((await echoscu(tlsPeer, showing(certificates.client), asNode)).code).toBe(0);
  });

  it('rejects a good certificate that is not the one registered for the title', async () => {
    const output = await echoscu(tlsPeer, showing(certificates.server), asNode);
    expect(output.stdout + output.stderr).toMatch(/Calling AE Title Not Recognized/i);
  });

  it('rejects the title of a node with a certificate on the plain port', async () => {
    const output = await echoscu(server.peer, [], asNode);
    expect(output.stdout + output.stderr).toMatch(/Calling AE Title Not Recognized/i);
  });

  it('sends to a storescp that wants our certificate', async () => {
    const output = await isocenter(server, 'send', 'secure', '--study', sample.studyInstanceUid);
    expect(output.code, output.stderr).toBe(0);
    expect(receiver.received()).toHaveLength(1);
    expect(await isocenterJson(server, ['echo', 'secure'])).toHaveProperty('milliseconds');
  });

  it('does not send to a receiver whose certificate nobody we trust has signed', async () => {
    const { key, certificate } = strangers.server;
    const args = ['+tls', key, certificate, '-ic'];
    await using impostor = await startStorescp({
      aet: 'IMPOSTOR',
      directory: directory.join('impostor'),
      args,
    });
    await isocenter(
      server,
      'nodes',
      'add',
      'impostor',
      'IMPOSTOR',
      '127.0.0.1',
      String(impostor.port),
      '--tls',
    );
    const output = await isocenter(server, 'echo', 'impostor');
    expect(output.code).toBe(3);
    expect(output.stderr).toMatch(/cannot be reached/);
  });
}

function fingerprintOf(path: string): string {
  const { raw } = new X509Certificate(readFileSync(path));
  return createHash('sha256').update(raw).digest('hex');
}
