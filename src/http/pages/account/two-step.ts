/** Two-step login: setting up an authenticator app, recovery codes, turning it off. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access, TotpSetUp } from '../../../access/index.ts';
import { requireRecentLogIn } from '../../../contract/index.ts';
import { codeField } from '../fields.ts';
import { field } from '../forms.ts';
import { type Html, html, trusted } from '../html.ts';
import { notice, sendPage } from '../layout.ts';
import { type AccountPages, addVisitedForm, addVisitedPage, type Told, type Visit } from './visit.ts';

const path = '/account/two-step';

export function addTwoStepPages(pages: AccountPages): void {
  const { access, send } = pages;
  const { secondFactor } = access;
  addVisitedPage(pages, path, async (request, reply, visit) => {
    if (!visit.isRecent || secondFactor.isOn(visit.name)) return reply.redirect('/account', 303);
    const setUp = await secondFactor.begin(visit.name, siteOf(request), request.ip);
    return await sendSetUp(reply, visit, setUp);
  });
  addVisitedForm(
    pages,
    path,
    async (request, reply, visit) => {
      requireRecentLogIn(visit.caller);
      const codes = await secondFactor.confirm(field(request, 'ticket'), visit.name, field(request, 'code'));
      await access.endOtherSessions(visit.name, visit.caller.session);
      return sendCodes(reply, visit, codes, 'Two-step login is on, and you are logged out everywhere else.');
    },
    {
      again: async (request, reply, visit, told, status) => {
        const setUp = await secondFactor.begun(field(request, 'ticket'), visit.name, siteOf(request));
        return setUp ? await sendSetUp(reply, visit, setUp, told, status) : send(reply, visit, told, status);
      },
    },
  );
  addVisitedForm(pages, `${path}/codes`, async (_request, reply, visit) => {
    requireRecentLogIn(visit.caller);
    return sendCodes(
      reply,
      visit,
      await secondFactor.renewRecoveryCodes(visit.name),
      'The old codes no longer work.',
    );
  });
  addVisitedForm(pages, `${path}/off`, async (_request, reply, visit) => {
    requireRecentLogIn(visit.caller);
    await secondFactor.turnOff(visit.name);
    return send(reply, visit, { done: 'Two-step login is off.' });
  });
}

/** What the app calls us: several servers may be in it. */
const siteOf = ({ hostname }: FastifyRequest): string => `Isocenter ${hostname}`.slice(0, 64);

async function sendSetUp(
  reply: FastifyReply,
  { name }: Visit,
  { secret, address, ticket }: TotpSetUp,
  { problem }: Told = {},
  status?: number,
): Promise<FastifyReply> {
  const body = html`
<form class="card" method="post" action="${path}">
<p>Scan this with an authenticator app on your phone: Aegis, 2FAS, Google Authenticator, or a password manager.</p>
<figure class="qr">${await qrCode(address)}</figure>
${notice(problem)}
<input type="hidden" name="ticket" value="${ticket}">
${codeField('The six digits that the app shows now.')}
<div class="row"><button>Turn on</button><a class="button quiet" href="/account">Cancel</a></div>
<details><summary>It cannot be scanned</summary><p class="soft">Type this into the app as the key of a time-based code:</p>
<code class="secret">${secret.match(/.{1,4}/g)?.join(' ')}</code></details>
</form>`;
  return sendPage(reply, { title: 'Set up two-step login', body, account: name }, status);
}

/** Drawn here: the secret is sent nowhere. Dark on light whatever the theme, as scanners expect. */
async function qrCode(text: string): Promise<Html> {
  const { renderSVG } = await import('uqr');
  const drawing = renderSVG(text, { ecc: 'M', border: 2 });
  return trusted(
    drawing.replace('<svg ', '<svg role="img" aria-label="Picture for the authenticator app (QR)" '),
  );
}

function sendCodes(
  reply: FastifyReply,
  { name }: Visit,
  codes: readonly string[],
  done: string,
): FastifyReply {
  const body = html`
${notice(done, 'done')}
<section><h2>Your recovery codes</h2>
<p>Each lets you log in once when the phone is not at hand. They are shown this once: print them, or keep them in a password manager.</p>
<ul class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
<a class="button" href="/account">I have kept them</a></section>`;
  return sendPage(reply, { title: 'Two-step login', body, account: name });
}

export function twoStepSection(access: Access, { name, isRecent }: Visit): Html {
  const left = access.secondFactor.recoveryCodesLeft(name);
  const isOn = access.secondFactor.isOn(name);
  const state = isOn
    ? html`<p>On: after the password, a code of your authenticator app is asked for. ${left} recovery ${left === 1 ? 'code is' : 'codes are'} left.</p>`
    : html`<p class="soft">Off. With it, a password alone is not enough to log in: a code of an app on your phone is asked for too.</p>`;
  const actions = isOn
    ? html`<form method="post" action="${path}/codes"><button class="quiet">New recovery codes</button></form>
<form method="post" action="${path}/off"><button class="quiet">Turn off</button></form>`
    : html`<a class="button quiet" href="${path}">Set up</a>`;
  return html`<section aria-labelledby="two-step"><h2 id="two-step">Two-step login</h2>${state}${isRecent && html`<div class="row">${actions}</div>`}</section>`;
}
