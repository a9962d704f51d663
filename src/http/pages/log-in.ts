/** Logging in and out. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../access/index.ts';
import { readCookie, setCookie } from '../auth/cookies.ts';
import { originOf, requireSite, siteOf } from '../auth/site.ts';
import { requireOwnSite } from '../auth/where-from.ts';
import { identify } from '../guard.ts';
import { passkeyScripts } from './assets.ts';
import { codeField, nameField, recoveryCodeField } from './fields.ts';
import { field, tryForm } from './forms.ts';
import { html } from './html.ts';
import { notice, sendPage } from './layout.ts';
import type { PageParts } from './parts.ts';
import { addDialog, dialogAnswer, dialogForm } from './passkey-dialog.ts';
import { addProviderLogIn, providerLink, type SendLogIn } from './provider.ts';
import { browserOf, insecure, localPath, queryText, remember } from './visitor.ts';

const maxNameLength = 64;
/** Longer than the second step may take; the server says when it is over. */
const stepSeconds = 15 * 60;
const passkeyPath = '/login/passkey';
const logIn = { config: { action: 'log in' } } as const;

export function addLogInPages(parts: PageParts): void {
  const { server, access } = parts;
  const send: SendLogIn = (...page) => sendLogIn(parts, ...page);
  server.get('/login', async (request, reply) => send(request, reply));
  server.post('/login', logIn, async (request, reply) => {
    requireOwnSite(request);
    return await tryForm(
      async () => {
        const name = field(request, 'name').slice(0, maxNameLength);
        const next = localPath(field(request, 'next'));
        const answer = await access.logIns.withPassword(name, field(request, 'password'), browserOf(request));
        if ('ticket' in answer) {
          setCookie(reply, 'step', answer.ticket, stepSeconds);
          return reply.redirect(`/login/code?next=${encodeURIComponent(next)}`, 303);
        }
        remember(request, reply, answer);
        return reply.redirect(next, 303);
      },
      (problem, status) => send(request, reply, problem, status),
    );
  });
  addSecondStep(server, access);
  addPasskeyLogIn(parts, send);
  addProviderLogIn(parts, send);
  server.post('/logout', { config: { action: 'log out' } }, async (request, reply) => {
    requireOwnSite(request);
    const session = readCookie(request, 'session');
    const caller = session === undefined ? undefined : await access.logOut(session, request.ip);
    if (caller) identify(request, caller);
    setCookie(reply, 'session', '', 0);
    return reply.redirect(localPath(field(request, 'next') || '/login'), 303);
  });
}

function addSecondStep(server: FastifyInstance, access: Access): void {
  const isOver = (request: FastifyRequest): boolean =>
    !access.logIns.isWaiting(readCookie(request, 'step') ?? '');
  server.get('/login/code', async (request, reply) =>
    isOver(request) ? reply.redirect(beginAgain(request), 303) : sendCode(request, reply),
  );
  server.post('/login/code', logIn, async (request, reply) => {
    requireOwnSite(request);
    if (isOver(request)) return reply.redirect(beginAgain(request), 303);
    return await tryForm(
      async () => {
        const ticket = readCookie(request, 'step') ?? '';
        remember(
          request,
          reply,
          await access.logIns.withCode(ticket, field(request, 'code'), browserOf(request)),
        );
        return reply.redirect(wantedOf(request), 303);
      },
      (problem, status) => sendCode(request, reply, problem, status),
    );
  });
}

function addPasskeyLogIn({ server, access, publicUrl }: PageParts, send: SendLogIn): void {
  addDialog(server, `${passkeyPath}/begin`, (request) =>
    access.passkeys.beginLogIn(requireSite(originOf(request), publicUrl), request.ip),
  );
  server.post(passkeyPath, logIn, async (request, reply) => {
    requireOwnSite(request);
    return await tryForm(
      async () => {
        const { ticket, answer } = dialogAnswer(request, reply);
        const site = requireSite(originOf(request), publicUrl);
        remember(request, reply, await access.logIns.withPasskey(ticket, answer, site, browserOf(request)));
        return reply.redirect(wantedOf(request), 303);
      },
      (problem, status) => send(request, reply, problem, status),
    );
  });
}

/** Where to go when somebody is logged in. */
const wantedOf = (request: FastifyRequest): string =>
  localPath(field(request, 'next') || queryText(request, 'next'));

const beginAgain = (request: FastifyRequest): string =>
  `/login?next=${encodeURIComponent(wantedOf(request))}`;

function sendLogIn(
  { publicUrl, oidc }: PageParts,
  ...[request, reply, problem, status]: Parameters<SendLogIn>
): FastifyReply {
  const next = html`<input type="hidden" name="next" value="${wantedOf(request)}">`;
  const hasPasskeys = siteOf(originOf(request), publicUrl) !== undefined;
  const others = [
    hasPasskeys &&
      html`<div data-passkeys hidden>${dialogForm(passkeyPath, html`${next}<button class="quiet">Log in with a passkey</button>`)}</div>`,
    oidc && providerLink(oidc, wantedOf(request)),
  ];
  const body = html`
${notice(problem ?? insecure(request))}
<div class="card full">
<form method="post" action="/login">
${next}
${nameField()}
<label>Password<input name="password" type="password" autocomplete="current-password" required maxlength="1024"></label>
<button>Log in</button>
</form>
${others.some((other) => other) && html`<div ${!oidc && html`data-passkeys hidden`}><p class="or">or</p><div class="ways">${others}</div></div>`}
</div>
<p class="soft">Forgotten? Whoever runs this server can set a new password: <code>isocenter user password NAME</code></p>`;
  return sendPage(
    reply,
    { title: 'Log in', body, scripts: hasPasskeys ? passkeyScripts : undefined },
    status,
  );
}

function sendCode(
  request: FastifyRequest,
  reply: FastifyReply,
  problem?: string,
  status?: number,
): FastifyReply {
  const next = html`<input type="hidden" name="next" value="${wantedOf(request)}">`;
  const body = html`
${notice(problem)}
<div class="card full">
<form method="post" action="/login/code">${next}
${codeField('The six digits that your authenticator app shows now.')}
<button>Log in</button>
</form>
<details><summary>The phone is not at hand</summary>
<form method="post" action="/login/code">${next}${recoveryCodeField()}<button class="quiet">Use the recovery code</button></form></details>
</div>
<p class="soft">No phone and no recovery codes? Whoever runs this server can turn the codes off: <code>isocenter user totp NAME --off</code></p>`;
  return sendPage(reply, { title: 'One more step', body }, status);
}
