/** Set-up of the first administrator, logging in and out. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access, Browser, LoggedIn } from '../../access/index.ts';
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import { isAccountName } from '../../contract/index.ts';
import { canKeepCookies, readCookie, setCookie } from '../auth/cookies.ts';
import { isDirectLoopback, isForwarded, requireOwnSite } from '../auth/where-from.ts';
import { field } from './forms.ts';
import { type Html, html } from './html.ts';
import { notice, sendPage } from './layout.ts';

const yearSeconds = 366 * 86_400;
const maxAgentLength = 256;

export function addLogInPages(server: FastifyInstance, access: Access): void {
  server.get('/setup', async (request, reply) => {
    requireSetUp(access, request, queryKey(request));
    return sendSetUp(reply, queryKey(request));
  });
  server.post('/setup', async (request, reply) => {
    const key = field(request, 'key');
    requireSetUp(access, request, key);
    requireOwnSite(request);
    return await tryForm(
      async () => {
        const name = field(request, 'name');
        requireAccountName(name);
        remember(reply, await access.setUp(key, name, repeatedPassword(request), browserOf(request)));
        return reply.redirect('/account', 303);
      },
      (problem, status) => sendSetUp(reply, key, problem, status),
    );
  });
  server.get('/login', async (request, reply) => sendLogIn(request, reply));
  server.post('/login', async (request, reply) => {
    requireOwnSite(request);
    return await tryForm(
      async () => {
        const name = field(request, 'name').slice(0, 64);
        remember(reply, await access.logIn(name, field(request, 'password'), browserOf(request)));
        return reply.redirect(localPath(field(request, 'next')), 303);
      },
      (problem, status) => sendLogIn(request, reply, problem, status),
    );
  });
  server.post('/logout', async (request, reply) => {
    requireOwnSite(request);
    const session = readCookie(request, 'session');
    if (session !== undefined) await access.logOut(session);
    setCookie(reply, 'session', '', 0);
    return reply.redirect('/login', 303);
  });
}

/** Throws `input/no-such-place` for everybody but who sits at this machine with the link. */
function requireSetUp(access: Access, request: FastifyRequest, key: string): void {
  if (isDirectLoopback(request) && access.isSetUpKey(key)) return;
  throw new IsocenterError('input/no-such-place', { place: `${request.method} /setup` });
}

function queryKey({ query }: FastifyRequest): string {
  const { key } = query as { readonly key?: unknown };
  return typeof key === 'string' ? key : '';
}

/** What a person can mend is told them on the form; everything else is an error like any other. */
export async function tryForm(
  work: () => Promise<FastifyReply>,
  again: (problem: string, status: number) => FastifyReply,
): Promise<FastifyReply> {
  try {
    return await work();
  } catch (error) {
    const { code, message, httpStatus } = asIsocenterError(error);
    if (!/^(access|input)\//.test(code)) throw error;
    return again(
      code === 'access/unauthenticated' ? 'The name or the password is wrong.' : message,
      httpStatus,
    );
  }
}

function requireAccountName(name: string): void {
  if (isAccountName(name)) return;
  const reason = 'A name for an account has small letters and digits, and . _ - inside.';
  throw new IsocenterError('input/invalid', { reason });
}

export function repeatedPassword(request: FastifyRequest): string {
  const password = field(request, 'password');
  if (password === field(request, 'again')) return password;
  throw new IsocenterError('input/invalid', { reason: 'The two passwords are not the same.' });
}

/** The browser, as it names itself. */
export const agentOf = ({ headers }: FastifyRequest): string =>
  (headers['user-agent'] ?? '').slice(0, maxAgentLength);

function browserOf(request: FastifyRequest): Browser {
  return {
    address: request.ip,
    agent: agentOf(request),
    device: readCookie(request, 'device'),
    session: readCookie(request, 'session'),
  };
}

function remember(reply: FastifyReply, { session, device }: LoggedIn): void {
  setCookie(reply, 'session', session);
  setCookie(reply, 'device', device, yearSeconds);
}

/** Only a place of ours: `//host` and `/\host` are others. */
export function localPath(text: string): string {
  return /^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(text) ? text : '/account';
}

function sendSetUp(reply: FastifyReply, key: string, problem?: string, status?: number): FastifyReply {
  const body = html`
<p class="soft">This makes the first account. It may do everything, and make further accounts.</p>
<form class="card" method="post" action="/setup">
${notice(problem)}
<input type="hidden" name="key" value="${key}">
${nameField()}
${newPasswordFields()}
<button>Make the account</button>
</form>`;
  return sendPage(reply, { title: 'Welcome', body }, status);
}

function sendLogIn(
  request: FastifyRequest,
  reply: FastifyReply,
  problem?: string,
  status?: number,
): FastifyReply {
  const { next } = request.query as { readonly next?: unknown };
  const wanted = field(request, 'next') || (typeof next === 'string' ? next : '');
  const body = html`
${notice(problem ?? insecure(request))}
<form class="card" method="post" action="/login">
<input type="hidden" name="next" value="${localPath(wanted)}">
${nameField()}
<label>Password<input name="password" type="password" autocomplete="current-password" required maxlength="1024"></label>
<button>Log in</button>
</form>
<p class="soft">Forgotten? Whoever runs this server can set a new one: <code>isocenter user password NAME</code></p>`;
  return sendPage(reply, { title: 'Log in', body }, status);
}

/** Why a login could not work here, in words for who can mend it. */
export function insecure(request: FastifyRequest): string | undefined {
  if (canKeepCookies(request)) return undefined;
  return isForwarded(request)
    ? 'A proxy forwards to here. Its address has to be in the setting trustedProxies, and it has to use HTTPS.'
    : 'This connection is not encrypted, so you cannot log in here. Open the address with https://, or on the machine itself with http://localhost.';
}

const nameField = (): Html =>
  html`<label>Account<input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus maxlength="64"></label>`;

export const newPasswordFields = (): Html => html`
<label>Password<small>At least 10 characters. Several words that do not belong together are good.</small>
<input name="password" type="password" autocomplete="new-password" required minlength="10" maxlength="1024"></label>
<label>Once more<input name="again" type="password" autocomplete="new-password" required maxlength="1024"></label>`;
