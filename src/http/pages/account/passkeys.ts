/** Passkeys of an account: adding one, their names, removing them. */
import type { FastifyRequest } from 'fastify';
import type { Access, Site } from '../../../access/index.ts';
import { IsocenterError } from '../../../base/index.ts';
import { type ListedPasskey, requireRecentLogIn } from '../../../contract/index.ts';
import { originOf, requireSite } from '../../auth/site.ts';
import { field } from '../forms.ts';
import { type Html, html } from '../html.ts';
import { addDialog, dialogAnswer, dialogForm } from '../passkey-dialog.ts';
import { table } from '../table.ts';
import { agentOf } from '../visitor.ts';
import { browserName } from './sessions.ts';
import { type AccountPages, addVisitedForm, type Visit, visitOf } from './visit.ts';

const path = '/account/passkeys';

export function addPasskeyForms(pages: AccountPages): void {
  const { server, access, send, publicUrl } = pages;
  const { passkeys } = access;
  addDialog(server, `${path}/begin`, async (request) => {
    const visit = requireVisit(access, request);
    requireRecentLogIn(visit.caller);
    return await passkeys.beginRegistration(visit.name, requireSite(originOf(request), publicUrl), request.ip);
  });
  addVisitedForm(pages, path, async (request, reply, visit) => {
    requireRecentLogIn(visit.caller);
    const { ticket, answer } = dialogAnswer(request, reply);
    const name = field(request, 'label') || browserName(agentOf(request));
    const added = await passkeys.register(ticket, visit.name, name, answer, requireSite(originOf(request), publicUrl));
    return send(reply, visit, { done: `The passkey ${added.name} is added.` });
  });
  addVisitedForm(pages, `${path}/remove`, async (request, reply, visit) => {
    requireRecentLogIn(visit.caller);
    await access.removePasskey(visit.caller.actor, visit.name, field(request, 'id'));
    return send(reply, visit, { done: 'The passkey is removed. Remove it from the device as well.' });
  });
}

function requireVisit(access: Access, request: FastifyRequest): Visit {
  const visit = visitOf(access, request);
  if (visit) return visit;
  throw new IsocenterError('access/unauthenticated', { reason: 'log in again' });
}

/** @param here where this page is, when passkeys work there. */
export function passkeysSection(
  passkeys: readonly ListedPasskey[],
  { isRecent }: Visit,
  here: Site | undefined,
  publicUrl: string | undefined,
): Html {
  const rows = passkeys.map(({ id, name, site, createdAt, usedAt, isBackedUp }) => [
    name,
    site,
    isBackedUp ? 'several devices' : 'one device',
    createdAt.slice(0, 10),
    usedAt?.slice(0, 10) ?? 'never',
    isRecent ? removeForm(id, name) : undefined,
  ]);
  return html`<section aria-labelledby="passkeys"><h2 id="passkeys">Passkeys</h2>
<p class="soft">A key in your phone, computer or security stick that opens with a fingerprint, a face or a PIN. It stands for password and code together, and cannot be phished.</p>
${rows.length > 0 && table(['Name', 'For', 'Kept on', 'Added', 'Last used', ''], rows)}
${here === undefined ? elsewhere(publicUrl) : isRecent && adding}</section>`;
}

const elsewhere = (publicUrl: string | undefined): Html =>
  publicUrl === undefined
    ? html`<p class="soft">They need a host name with HTTPS, or <code>http://localhost</code> on the machine itself.</p>`
    : html`<p class="soft">They work at <a href="${new URL('/account', publicUrl).href}">${publicUrl}</a>, and not here.</p>`;

const removeForm = (id: string, name: string): Html =>
  html`<form method="post" action="${path}/remove"><input type="hidden" name="id" value="${id}"><button class="quiet" aria-label="Remove the passkey ${name}">Remove</button></form>`;

const adding = html`<div data-passkeys hidden>${dialogForm(
  'register',
  path,
  html`<div class="row"><label>Name of a new one<input name="label" maxlength="64" autocomplete="off" placeholder="My phone"></label><button class="quiet">Add a passkey</button></div>`,
)}</div><noscript><p class="soft">Adding one needs JavaScript.</p></noscript>`;
