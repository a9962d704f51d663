/** Mail by SMTP to the server that the settings name. */
import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import type { Transporter } from 'nodemailer';
import { asIsocenterError, IsocenterError } from '../base/index.ts';

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** Whether TLS begins with the connection, is asked for in it (and insisted on), or is done without. */
  readonly tls: 'tls' | 'starttls' | 'none';
  readonly from: string;
  readonly user?: string | undefined;
  readonly passwordFile?: string | undefined;
  /** PEM file with authorities beside those of Node. */
  readonly authorities?: string | undefined;
}

export interface Mail {
  /** The same when it is sent again, so that a mailbox may know it. */
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/**
 * Resolves when the server has taken it for all recipients. Rejects with `mail/none`, `mail/refused`, `mail/busy`, `cancelled`,
 * `net/unreachable`, which a certificate that cannot be verified is too.
 */
export type SendMail = (mail: Mail, signal?: AbortSignal) => Promise<void>;

/** Each step of the conversation, and all of it, ms. */
const STEP_MS = 20_000;
const WHOLE_MS = 60_000;

export function createMailer(server: MailServer | undefined): SendMail {
  return async (mail, signal) => {
    if (!server) throw new IsocenterError('mail/none');
    const transport = await connectionTo(server);
    const limit = AbortSignal.timeout(WHOLE_MS);
    const end = AbortSignal.any(signal ? [signal, limit] : [limit]);
    try {
      const { rejectedErrors = [] } = await transport.sendMail({ ...messageOf(server, mail), signal: end });
      // Of several, it took it for some.
      if (rejectedErrors[0]) throw rejectedErrors[0];
    } catch (error) {
      if (signal?.aborted) throw new IsocenterError('cancelled');
      throw failureOf(server, error);
    } finally {
      transport.close();
    }
  };
}

/** The library is loaded when the first mail is sent. */
async function connectionTo(server: MailServer): Promise<Transporter> {
  const { host, port, tls, user, passwordFile, authorities } = server;
  const { createTransport } = await import('nodemailer');
  const password = passwordFile && (await textOf('mailPasswordFile', passwordFile)).trim();
  const ca = authorities && [...rootCertificates, await textOf('tlsCa', authorities)];
  return createTransport({
    ...{ host, port, secure: tls === 'tls', requireTLS: tls === 'starttls', ignoreTLS: tls === 'none' },
    ...(user && { auth: { user, pass: password } }),
    ...{ connectionTimeout: STEP_MS, greetingTimeout: STEP_MS, socketTimeout: STEP_MS, dnsTimeout: STEP_MS },
    tls: { minVersion: 'TLSv1.2', ...(ca && { ca }) },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
}

const messageOf = ({ from }: MailServer, { id, to, subject, text }: Mail) => ({
  ...{ from, to: [...to], subject, text },
  messageId: `<${id}@${from.slice(from.indexOf('@') + 1)}>`,
  // RFC 3834: nobody's holiday notice answers it.
  headers: { 'Auto-Submitted': 'auto-generated' },
});

async function textOf(setting: string, path: string): Promise<string> {
  return await readFile(path, 'utf8').catch((error: unknown) => {
    const { reason = 'it cannot be read' } = asIsocenterError(error).params;
    throw new IsocenterError('input/unreadable', { reason: `${setting}: ${reason}` }, error);
  });
}

/** RFC 5321 4.2.1: 4yz is of the moment, 5yz is for good. Without a code nobody answered properly. */
function failureOf({ host, port }: MailServer, error: unknown): IsocenterError {
  const { responseCode, message } = error as { readonly responseCode?: number; readonly message: string };
  if (responseCode === undefined)
    return new IsocenterError('net/unreachable', { host, port, reason: message }, error);
  return new IsocenterError(
    responseCode >= 500 ? 'mail/refused' : 'mail/busy',
    { host, reason: message },
    error,
  );
}
