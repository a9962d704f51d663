/** Logging in with an account at an OpenID Connect provider, and connecting it with one that is here already. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Access, type Identity, Tickets } from '../../access/index.ts';
import { IsocenterError } from '../../base/index.ts';
import { requireRecentLogIn } from '../../contract/index.ts';
import { readCookie, setCookie } from '../auth/cookies.ts';
import type { OidcClient, PendingOidc } from '../auth/oidc/index.ts';
import { originOf } from '../auth/site.ts';
import { identify } from '../guard.ts';
import { tryForm } from './forms.ts';
import { type Html, html } from './html.ts';
import type { PageParts } from './parts.ts';
import { browserOf, localPath, queryText, remember, visitorBy } from './visitor.ts';

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
/** Where the web app shows what is connected. */
const accountPath = '/account';
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
  server.get(`${path}/connect`, (request, reply) =>
    tryForm(
      async () => {
        const caller = visitorBy(access, request, 'session');
        if (!caller || isFromElsewhere(request)) return reply.redirect(accountPath, 303);
        requireRecentLogIn(caller);
        return await leave(request, reply, { next: accountPath, account: caller.actor.name });
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
  const caller = visitorBy(access, request, 'session');
  if (caller?.actor.name !== account) return reply.redirect(`/login?next=${accountPath}`, 303);
  identify(request, caller);
  requireRecentLogIn(caller);
  await access.connect(caller.actor, account, person);
  return reply.redirect(accountPath, 303);
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
