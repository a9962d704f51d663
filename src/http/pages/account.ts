/** What people see of themselves: what they may do, where they are logged in, and the tokens of their programs. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../access/index.ts';
import { asIsocenterError, IsocenterError } from '../../base/index.ts';
import { type Caller, type ListedToken, type Right, rights } from '../../contract/index.ts';
import { readCookie } from '../auth/cookies.ts';
import { requireOwnSite } from '../auth/where-from.ts';
import { field, fields } from './forms.ts';
import { type Html, html } from './html.ts';
import { notice, sendPage } from './layout.ts';
import { newPasswordFields, repeatedPassword, tryForm } from './log-in.ts';

interface Told {
  readonly problem?: string;
  readonly done?: string;
  /** A new token, shown this once. */
  readonly token?: string;
}

interface Visit {
  readonly caller: Caller;
  readonly name: string;
  readonly session: string;
}

export function addAccountPage(server: FastifyInstance, access: Access): void {
  server.get('/account', async (request, reply) => {
    const visit = visitOf(access, request);
    return visit ? sendAccount(access, reply, visit) : reply.redirect('/login?next=/account', 303);
  });

  /** A form of the page: what it does, and what to say when it is done. */
  const form = (path: string, work: (request: FastifyRequest, visit: Visit) => Promise<Told>): void => {
    server.post(path, async (request, reply) => {
      requireOwnSite(request);
      const visit = visitOf(access, request);
      if (!visit) return reply.redirect('/login?next=/account', 303);
      return await tryForm(
        async () => sendAccount(access, reply, visit, await work(request, visit)),
        (problem, status) => sendAccount(access, reply, visit, { problem }, status),
      );
    });
  };

  form('/account/password', async (request, { caller, session }) => {
    await access.changePassword(caller, field(request, 'old'), repeatedPassword(request), session);
    return { done: 'The password is changed, and you are logged out everywhere else.' };
  });
  form('/account/sessions', async (request, { name, session }) => {
    const current = access.sessionsOf(name, session).find(({ isCurrent }) => isCurrent)?.id ?? '';
    const id = field(request, 'id');
    const ended = await access.endSessions(name, id === '' ? { except: current } : { id });
    return { done: ended === 1 ? 'One session has ended.' : `${ended} sessions have ended.` };
  });
  form('/account/tokens', async (request, { caller, name }) => {
    const chosen = rights.filter(
      (right) => fields(request, 'right').includes(right) && caller.rights.has(right),
    );
    if (chosen.length === 0) throw invalid('Choose what the token may do.');
    const label = field(request, 'label').trim().slice(0, 64);
    if (label === '') throw invalid('Give the token a name.');
    const terms = { rights: chosen, scope: { kind: 'everything' } as const, expiresAt: expiryOf(request) };
    const { token } = await access.createToken(caller.actor, { name: label, ...terms }, name);
    return { token };
  });
  form('/account/tokens/revoke', async (request, { caller, name }) => {
    const own = access.tokensOf(name).find(({ id }) => id === field(request, 'id'));
    if (!own) throw invalid('There is no such token.');
    await access.revokeToken(caller.actor, own.id);
    return { done: `The token ${own.name} is revoked.` };
  });
}

const invalid = (reason: string): IsocenterError => new IsocenterError('input/invalid', { reason });

function visitOf(access: Access, request: FastifyRequest): Visit | undefined {
  const session = readCookie(request, 'session');
  if (session === undefined) return undefined;
  try {
    const caller = access.bySession(session, request.ip);
    return { caller, session, name: caller.actor.name };
  } catch (error) {
    if (asIsocenterError(error).code === 'access/unauthenticated') return undefined;
    throw error;
  }
}

const lifetimes: readonly (readonly [days: number, words: string])[] = [
  [30, '30 days'],
  [90, '90 days'],
  [366, 'a year'],
];

function expiryOf(request: FastifyRequest): string {
  const asked = Number(field(request, 'days'));
  const [days] = lifetimes.find(([known]) => known === asked) ?? lifetimes[0]!;
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

const rightWords: Readonly<Record<Right, string>> = {
  find: 'find',
  read: 'view and download',
  store: 'upload',
  edit: 'edit',
  remove: 'remove',
  send: 'send',
  share: 'share',
  administer: 'administer',
};

function sendAccount(
  access: Access,
  reply: FastifyReply,
  { caller, name, session }: Visit,
  { problem, done, token }: Told = {},
  status = 200,
): FastifyReply {
  const body = html`
${notice(problem)}${notice(done, 'done')}
${token !== undefined && html`<section><h2>Your new token</h2><p>It is shown this once. Keep it where the program finds it.</p><code class="secret">${token}</code></section>`}
<section><h2>What you may do</h2><p class="soft">${[...caller.rights].map((right) => rightWords[right]).join(', ') || 'Nothing yet.'}</p></section>
${sessionsSection(access.sessionsOf(name, session))}
${tokensSection(access.tokensOf(name), caller)}
<section><h2>Password</h2><form method="post" action="/account/password">
<input type="hidden" autocomplete="username" value="${name}">
<label>Old password<input name="old" type="password" autocomplete="current-password" required maxlength="1024"></label>
${newPasswordFields()}<button>Change it</button></form></section>`;
  return sendPage(reply, { title: 'Your account', body, account: name, isWide: true }, status);
}

function sessionsSection(sessions: ReturnType<Access['sessionsOf']>): Html {
  const rows = sessions.map(
    ({
      id,
      agent,
      address,
      seenAt,
      isCurrent,
    }) => html`<tr><td>${agent || 'unknown'}</td><td>${address}</td><td>${when(seenAt)}</td>
<td>${isCurrent ? 'this one' : html`<form method="post" action="/account/sessions"><input type="hidden" name="id" value="${id}"><button class="quiet">End</button></form>`}</td></tr>`,
  );
  return html`<section><h2>Where you are logged in</h2><div class="scroll"><table>
<thead><tr><th>Browser</th><th>Address</th><th>Last used</th><th></th></tr></thead><tbody>${rows}</tbody></table></div>
${sessions.length > 1 && html`<form method="post" action="/account/sessions"><button class="quiet">End all others</button></form>`}</section>`;
}

function tokensSection(tokens: readonly ListedToken[], caller: Caller): Html {
  const rows = tokens.map(
    ({ id, name, rights: allowed, expiresAt }) => html`<tr><td>${name}</td><td><code>iso_${id}_…</code></td>
<td>${allowed.map((right) => rightWords[right]).join(', ')}</td><td>${expiresAt === null ? 'revoked' : expiresAt.slice(0, 10)}</td>
<td><form method="post" action="/account/tokens/revoke"><input type="hidden" name="id" value="${id}"><button class="quiet">Revoke</button></form></td></tr>`,
  );
  const choices = [...caller.rights].map(
    (right) => html`<label><input type="checkbox" name="right" value="${right}">${rightWords[right]}</label>`,
  );
  return html`<section><h2>Tokens for programs</h2>
${tokens.length > 0 && html`<div class="scroll"><table><thead><tr><th>Name</th><th>Token</th><th>May</th><th>Until</th><th></th></tr></thead><tbody>${rows}</tbody></table></div>`}
<form method="post" action="/account/tokens"><label>What is it for?<input name="label" required maxlength="64"></label>
<fieldset><legend>It may</legend>${choices}</fieldset>
<label>For<select name="days">${lifetimes.map(([days, words]) => html`<option value="${days}">${words}</option>`)}</select></label>
<button>Make a token</button></form></section>`;
}

const when = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ');
