/** What people see of themselves: what they may do, how and where they log in, and the tokens of their programs. */
import type { FastifyReply } from 'fastify';
import type { Access } from '../../../access/index.ts';
import { originOf, siteOf } from '../../auth/site.ts';
import { passkeyScripts } from '../assets.ts';
import { newPasswordFields, repeatedPassword } from '../fields.ts';
import { field } from '../forms.ts';
import { html } from '../html.ts';
import { notice, sendPage } from '../layout.ts';
import type { PageParts } from '../parts.ts';
import { addProviderForm, providerSection } from '../provider.ts';
import { addEmergencyPages, emergencySection } from './emergency.ts';
import { addPasskeyForms, passkeysSection } from './passkeys.ts';
import { rightWords } from './right-words.ts';
import { sessionsSection } from './sessions.ts';
import { addTokenForms, tokensSection } from './tokens.ts';
import { addTwoStepPages, twoStepSection } from './two-step.ts';
import { addVisitedForm, addVisitedPage, type SendAccount, type Told, type Visit } from './visit.ts';

export function addAccountPages(parts: PageParts): void {
  const { access } = parts;
  const send: SendAccount = (...page) => sendAccount(parts, ...page);
  const pages = { ...parts, send };
  addVisitedPage(pages, '/account', (_request, reply, visit) => send(reply, visit));
  addVisitedForm(pages, '/account/password', async (request, reply, visit) => {
    await access.changePassword(visit.caller, field(request, 'old'), repeatedPassword(request));
    return send(reply, visit, { done: 'The password is changed, and you are logged out everywhere else.' });
  });
  addVisitedForm(pages, '/account/sessions', async (request, reply, visit) =>
    send(reply, visit, { done: await endSessions(access, visit, field(request, 'id')) }),
  );
  addTwoStepPages(pages);
  addPasskeyForms(pages);
  if (parts.oidc) addProviderForm(pages);
  addTokenForms(pages);
  addEmergencyPages(pages);
}

/** @param id of one of them; empty for all but this one. */
async function endSessions(access: Access, { name, caller }: Visit, id: string): Promise<string> {
  const ended = await (id === '' ? access.endOtherSessions(name, caller.session) : access.endSession(name, id));
  return ended === 1 ? 'One session has ended.' : `${ended} sessions have ended.`;
}

function sendAccount(
  { access, publicUrl, oidc }: PageParts,
  reply: FastifyReply,
  visit: Visit,
  { problem, done }: Told = {},
  status = 200,
): FastifyReply {
  const { caller, name, session, isRecent } = visit;
  const { hasPassword, identity } = access.waysInOf(name);
  const body = html`
${notice(problem)}${notice(done, 'done')}
<p class="soft">You may: ${[...caller.rights].map((right) => rightWords[right]).join(', ') || 'nothing yet'}. <a href="/">To the archive</a></p>
${caller.rights.has('breakGlass') && emergencySection()}
${!isRecent && html`<p class="notice">How you log in can be changed, and tokens be made, only for a while after logging in. <a href="/login?next=/account">Log in again</a> for that.</p>`}
${passkeysSection(access.passkeys.list(name), visit, siteOf(originOf(reply.request), publicUrl), publicUrl)}
${oidc && providerSection(oidc, identity !== undefined, isRecent)}
${hasPassword && twoStepSection(access, visit)}
${hasPassword && passwordSection(name)}
${sessionsSection(access.sessionsOf(name, session))}
${tokensSection(access.tokensOf(name), visit)}`;
  return sendPage(
    reply,
    { title: 'Your account', body, account: name, isWide: true, scripts: passkeyScripts },
    status,
  );
}

const passwordSection = (
  name: string,
) => html`<section aria-labelledby="password"><h2 id="password">Password</h2>
<p class="soft">Changing it ends all other sessions.</p>
<details><summary>Change the password</summary><form method="post" action="/account/password">
<input type="text" autocomplete="username" value="${name}" hidden>
<label>Old password<input name="old" type="password" autocomplete="current-password" required maxlength="1024"></label>
${newPasswordFields()}<button>Change it</button></form></details></section>`;
