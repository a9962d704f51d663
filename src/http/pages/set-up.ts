/** The first administrator. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../access/index.ts';
import { IsocenterError } from '../../base/index.ts';
import { isAccountName } from '../../contract/index.ts';
import { isDirectLoopback, requireOwnSite } from '../auth/where-from.ts';
import { nameField, newPasswordFields, repeatedPassword } from './fields.ts';
import { field, tryForm } from './forms.ts';
import { html } from './html.ts';
import { notice, sendPage } from './layout.ts';
import { browserOf, queryText, remember } from './visitor.ts';

/** @param next where the first administrator goes on. */
export function addSetUpPage(server: FastifyInstance, access: Access, next: string): void {
  server.get('/setup', async (request, reply) => {
    const key = queryText(request, 'key');
    requireSetUp(access, request, key);
    return sendSetUp(reply, key);
  });
  server.post('/setup', { config: { action: 'log in' } }, async (request, reply) => {
    const key = field(request, 'key');
    requireSetUp(access, request, key);
    requireOwnSite(request);
    return await tryForm(
      async () => {
        const name = field(request, 'name');
        requireAccountName(name);
        const loggedIn = await access.setUp(key, name, repeatedPassword(request), browserOf(request));
        remember(request, reply, loggedIn);
        return reply.redirect(next, 303);
      },
      (problem, status) => sendSetUp(reply, key, problem, status),
    );
  });
}

/** Throws `input/no-such-place` for everybody but who sits at this machine with the link. */
function requireSetUp(access: Access, request: FastifyRequest, key: string): void {
  if (isDirectLoopback(request) && access.isSetUpKey(key)) return;
  throw new IsocenterError('input/no-such-place', { place: `${request.method} /setup` });
}

function requireAccountName(name: string): void {
  if (isAccountName(name)) return;
  const reason = 'A name for an account has small letters and digits, and . _ - inside.';
  throw new IsocenterError('input/invalid', { reason });
}

function sendSetUp(reply: FastifyReply, key: string, problem?: string, status?: number): FastifyReply {
  const body = html`
<p class="soft">This makes the first account. It may do everything, and make further accounts.</p>
<form class="card full" method="post" action="/setup">
${notice(problem)}
<input type="hidden" name="key" value="${key}">
${nameField()}
${newPasswordFields()}
<button>Make the account</button>
</form>`;
  return sendPage(reply, { title: 'Welcome', body }, status);
}
