/** Logging in with an account at an OpenID Connect provider, and connecting it with one that is here already. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, type Identity, Tickets } from '../../access/index.ts';
import { IsocenterError } from '../../base/index.ts';
import { requireRecentLogIn } from '../../contract/index.ts';
import { readCookie, setCookie } from '../auth/cookies.ts';
import type { OidcClient, PendingOidc } from '../auth/oidc/index.ts';
import { originOf } from '../auth/site.ts';
import { type AccountPages, addVisitedForm, visitOf } from './account/visit.ts';
import { tryForm } from './forms.ts';
import { type Html, html } from './html.ts';
import type { PageParts } from './parts.ts';
import { browserOf, localPath, queryText, remember } from './visitor.ts';

/** Sends the login page, with what went wrong. */
export type SendLogIn = (
  request: FastifyRequest,
  reply: FastifyReply,
  problem?: string,
  status?: number,
) => FastifyReply;

interface Begun extends PendingOidc {
  /** Where to go afterwards. */
  readonly next: string;
  /** The account to connect; absent for a login. */
  readonly account?: string;
}

const path = '/login/provider';
const connectPath = '/account/provider';
/** How long somebody may be away at the provider. */
const awaySeconds = 10 * 60;
const limits = { lifetimeMs: awaySeconds * 1_000, total: 10_000, perAddress: 50 };

export function addProviderLogIn(
  { server, access, oidc, clock, publicUrl }: PageParts,
  sendLogIn: SendLogIn,
): void {
  if (!oidc) return;
  const away = new Tickets<Begun>(limits);

  const leave = async (
    request: FastifyRequest,
    reply: FastifyReply,
    more: Pick<Begun, 'next' | 'account'>,
  ): Promise<FastifyReply> => {
    const { url, pending } = await oidc.begin(`${ownOrigin(request, publicUrl)}${path}/callback`);
    const ticket = away.issue({ ...pending, ...more }, request.ip, clock.monotonic());
    setCookie(reply, 'step', ticket, awaySeconds);
    return reply.redirect(url, 303);
  };

  server.get(path, (request, reply) =>
    tryForm(
      () => leave(request, reply, { next: localPath(queryText(request, 'next')) }),
      (problem, status) => sendLogIn(request, reply, problem, status),
    ),
  );
  server.get(connectPath, (request, reply) =>
    tryForm(
      async () => {
        const visit = visitOf(access, request);
        if (!visit || isFromElsewhere(request)) return reply.redirect('/account', 303);
        requireRecentLogIn(visit.caller);
        return await leave(request, reply, { next: '/account', account: visit.name });
      },
      (problem, status) => sendLogIn(request, reply, problem, status),
    ),
  );
  server.get(`${path}/callback`, { config: { action: 'log in' } }, (request, reply) =>
    tryForm(
      async () => {
        const begun = away.take(readCookie(request, 'step') ?? '', clock.monotonic());
        setCookie(reply, 'step', '', 0);
        if (!begun) throw new IsocenterError('access/provider-refused', { provider: oidc.settings.label });
        const person = await oidc.finish(request.url.split('?')[1] ?? '', begun);
        if (begun.account !== undefined) return await connect(access, request, reply, begun.account, person);
        remember(request, reply, await access.logInAs(person, oidc.settings.label, browserOf(request)));
        return reply.redirect(begun.next, 303);
      },
      (problem, status) => sendLogIn(request, reply, problem, status),
    ),
  );
}

/** Only for who began it, in the session that they began it with. */
async function connect(
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
  account: string,
  person: Identity,
): Promise<FastifyReply> {
  const visit = visitOf(access, request);
  if (visit?.name !== account) return reply.redirect('/login?next=/account', 303);
  requireRecentLogIn(visit.caller);
  await access.connect(visit.caller.actor, account, person);
  return reply.redirect('/account', 303);
}

/** The provider only sends people back to an address that it was told before, so a made-up host leads nowhere. */
function ownOrigin(request: FastifyRequest, publicUrl: string | undefined): string {
  const origin = publicUrl === undefined ? originOf(request) : new URL(publicUrl).origin;
  if (origin !== undefined) return origin;
  throw new IsocenterError('input/invalid', { reason: 'The request names no host.' });
}

/** A link on a page of somebody else; browsers that say nothing of it are taken at their word. */
const isFromElsewhere = ({ headers }: FastifyRequest): boolean =>
  !['same-origin', 'none', undefined].includes(headers['sec-fetch-site'] as string | undefined);

export const providerLink = (oidc: OidcClient, next: string): Html =>
  html`<a class="button quiet" href="${path}?next=${encodeURIComponent(next)}">Log in with ${oidc.settings.label}</a>`;

export function addProviderForm(pages: AccountPages): void {
  const { access, send } = pages;
  addVisitedForm(pages, `${connectPath}/disconnect`, async (_request, reply, visit) => {
    requireRecentLogIn(visit.caller);
    await access.disconnect(visit.caller.actor, visit.name);
    return send(reply, visit, { done: 'The connection is taken back.' });
  });
}

/** @param isConnected the account logs in there. */
export function providerSection(oidc: OidcClient, isConnected: boolean, isRecent: boolean): Html {
  const { label } = oidc.settings;
  const action = isConnected
    ? html`<form method="post" action="${connectPath}/disconnect"><button class="quiet">Disconnect</button></form>`
    : html`<a class="button quiet" href="${connectPath}">Connect</a>`;
  return html`<section aria-labelledby="provider"><h2 id="provider">Log in with ${label}</h2>
<p class="soft">${isConnected ? 'Connected: you can log in there, and what you may do follows your roles and groups there.' : 'Not connected.'}</p>
${isRecent && html`<div class="row">${action}</div>`}</section>`;
}
