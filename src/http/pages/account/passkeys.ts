/** Passkeys of an account: adding one, their names, removing them. */
import type { FastifyRequest } from 'fastify';
import type { Access } from '../../../access/index.ts';
import { IsocenterError } from '../../../base/index.ts';
import type { ListedPasskey } from '../../../contract/index.ts';
import { field } from '../forms.ts';
import { type Html, html } from '../html.ts';
import { addDialog, dialogAnswer, dialogForm, requireSite } from '../passkey-dialog.ts';
import { agentOf } from '../visitor.ts';
import { browserName } from './sessions.ts';
import { type AccountPages, addVisitedForm, type Visit, visitOf } from './visit.ts';

const path = '/account/passkeys';

export function addPasskeyForms(pages: AccountPages): void {
  const { server, access, send, publicUrl } = pages;
  const { passkeys, logIns } = access;
  addDialog(server, `${path}/begin`, async (request) => {
    const visit = requireVisit(access, request);
    logIns.requireRecent(visit.session);
    return await passkeys.beginRegistration(visit.name, requireSite(request, publicUrl), request.ip);
  });
  addVisitedForm(pages, path, async (request, reply, visit) => {
    logIns.requireRecent(visit.session);
    const { ticket, answer } = dialogAnswer(request, reply);
    const name = field(request, 'label') || browserName(agentOf(request));
    const added = await passkeys.register(ticket, visit.name, name, answer, requireSite(request, publicUrl));
    return send(reply, visit, { done: `The passkey ${added.name} is added.` });
  });
  addVisitedForm(pages, `${path}/remove`, async (request, reply, visit) => {
    logIns.requireRecent(visit.session);
    await access.removePasskey(visit.name, field(request, 'id'));
    return send(reply, visit, { done: 'The passkey is removed. Remove it from the device as well.' });
  });
}

function requireVisit(access: Access, request: FastifyRequest): Visit {
  const visit = visitOf(access, request);
  if (visit) return visit;
  throw new IsocenterError('access/unauthenticated', { reason: 'log in again' });
}

/** @param siteHere where this page is, when passkeys work there. */
export function passkeysSection(
  passkeys: readonly ListedPasskey[],
  { isRecent }: Visit,
  siteHere: string | undefined,
): Html {
  const rows = passkeys.map(
    ({ id, name, site, createdAt, usedAt, isBackedUp }) => html`<tr><td>${name}</td><td>${site}</td>
<td>${isBackedUp ? 'on all your devices' : 'on one device'}</td><td>${createdAt.slice(0, 10)}</td><td>${usedAt?.slice(0, 10) ?? 'never'}</td>
<td>${isRecent && html`<form method="post" action="${path}/remove"><input type="hidden" name="id" value="${id}"><button class="quiet" aria-label="Remove the passkey ${name}">Remove</button></form>`}</td></tr>`,
  );
  return html`<section aria-labelledby="passkeys"><h2 id="passkeys">Passkeys</h2>
<p class="soft">A key in your phone, computer or security stick, opened with its fingerprint, face or PIN. It stands for password and code together, and cannot be phished.</p>
${
  passkeys.length > 0 &&
  html`<div class="scroll"><table><thead><tr><th scope="col">Name</th><th scope="col">For</th><th scope="col">Kept</th><th scope="col">Added</th><th scope="col">Last used</th><th><span class="unseen">Remove it</span></th></tr></thead><tbody>${rows}</tbody></table></div>`
}
${siteHere === undefined ? html`<p class="soft">They need a host name with HTTPS, or <code>http://localhost</code> on the machine itself.</p>` : isRecent && adding}</section>`;
}

const adding = html`<div data-passkeys hidden>${dialogForm(
  'register',
  path,
  html`<label>Name <small>Such as where the key is.</small><input name="label" maxlength="64" autocomplete="off"></label><button>Add a passkey</button>`,
)}</div><noscript><p class="soft">Adding one needs JavaScript.</p></noscript>`;
