import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates, type TestCertificates } from '../../test/support/certificates.ts';
import { TemporaryDirectory } from '../../test/support/temp.ts';
import { createMailer, type MailServer } from './mailer.ts';

let directory: TemporaryDirectory;
let certificates: TestCertificates;
beforeAll(() => {
  directory = new TemporaryDirectory('mail');
  certificates = makeCertificates(directory.path);
  writeFileSync(directory.join('password'), 'sesame\n');
});
afterAll(() => directory.remove());

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Taken {
  readonly to: string[];
  readonly text: string;
  readonly isSecure: boolean;
}

/** A real mail server. @param refuses what it answers instead of taking a mail */
async function mailServer(options: SMTPServerOptions = {}, refuses?: { code: number; text: string }) {
  const taken: Taken[] = [];
  const { key, certificate } = certificates.server;
  const server = new SMTPServer({
    ...{ key: readFileSync(key), cert: readFileSync(certificate), authOptional: true },
    onAuth: ({ username, password }, _session, done) =>
      username === 'ada' && password === 'sesame'
        ? done(null, { user: username })
        : done(new Error('wrong password')),
    async onData(stream, session, done) {
      const chunks = await Array.fromAsync(stream as AsyncIterable<Buffer>);
      if (refuses) return done(Object.assign(new Error(refuses.text), { responseCode: refuses.code }));
      taken.push({
        to: session.envelope.rcptTo.map(({ address }) => address),
        text: Buffer.concat(chunks).toString(),
        isSecure: session.secure,
      });
      done();
    },
    ...options,
  });
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  closing.push(() => server.close());
  return { port: (listening.address() as AddressInfo).port, taken };
}

const at = (port: number, more: Partial<MailServer> = {}): MailServer => ({
  ...{ host: 'localhost', port, tls: 'starttls', from: 'archive@example.org' },
  authorities: certificates.authority,
  ...more,
});
const mail = {
  id: 'job-1',
  to: ['ada@example.org', 'eve@example.org'],
  subject: 'Größe',
  text: 'mr: 2 series',
};

describe('mail', () => {
  it('arrives over STARTTLS, with the password of the user', async () => {
    const { port, taken } = await mailServer({ authOptional: false });
    await createMailer(at(port, { user: 'ada', passwordFile: directory.join('password') }))(mail);
    expect(taken).toMatchObject([{ to: mail.to, isSecure: true }]);
    expect(taken[0]!.text).toContain('mr: 2 series');
    expect(taken[0]!.text).toContain('Message-ID: <job-1@example.org>');
  });

  it('arrives over TLS from the beginning, and without where that is said', async () => {
    const secure = await mailServer({ secure: true });
    await createMailer(at(secure.port, { tls: 'tls' }))(mail);
    expect(secure.taken).toMatchObject([{ isSecure: true }]);
    const plain = await mailServer({ disabledCommands: ['STARTTLS'] });
    await createMailer(at(plain.port, { tls: 'none' }))(mail);
    expect(plain.taken).toMatchObject([{ isSecure: false }]);
  });

  it.each([
    ['a certificate that nobody vouches for', {}, { authorities: undefined }],
    ['a server that cannot do STARTTLS', { disabledCommands: ['STARTTLS'] }, {}],
  ])('goes not out to %s', async (_, options, more) => {
    const { port, taken } = await mailServer(options);
    await expect(createMailer(at(port, more))(mail)).rejects.toMatchObject({
      code: expect.stringMatching(/^(net|mail)\//),
    });
    expect(taken).toEqual([]);
  });

  it.each([
    [550, 'mail/refused'],
    [451, 'mail/busy'],
  ])('that is answered with %i is %s', async (code, expected) => {
    const { port } = await mailServer({}, { code, text: 'no' });
    await expect(createMailer(at(port))(mail)).rejects.toMatchObject({ code: expected });
  });

  it('that is taken for some and not for others is not taken', async () => {
    const { port, taken } = await mailServer({
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('eve') ? Object.assign(new Error('full'), { responseCode: 452 }) : null),
    });
    await expect(createMailer(at(port))(mail)).rejects.toMatchObject({ code: 'mail/busy' });
    expect(taken).toMatchObject([{ to: ['ada@example.org'] }]);
  });

  it('with a wrong password is refused', async () => {
    const { port } = await mailServer({ authOptional: false });
    const passwordFile = certificates.authority;
    await expect(createMailer(at(port, { user: 'ada', passwordFile }))(mail)).rejects.toMatchObject({
      code: 'mail/refused',
    });
  });

  it('is left when it is cancelled while the server says nothing', async () => {
    const connected = Promise.withResolvers<void>();
    const silent: Server = createServer((socket) => {
      closing.push(() => socket.destroy());
      connected.resolve();
    }).listen(0, '127.0.0.1');
    closing.push(() => silent.close());
    await once(silent, 'listening');
    const cancel = new AbortController();
    const sent = createMailer(at((silent.address() as AddressInfo).port))(mail, cancel.signal);
    await connected.promise;
    cancel.abort();
    await expect(sent).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('needs a server', async () => {
    await expect(createMailer(undefined)(mail)).rejects.toMatchObject({ code: 'mail/none' });
  });
});
