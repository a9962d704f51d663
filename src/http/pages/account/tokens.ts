/** The tokens of somebody's own programs. */
import type { FastifyRequest } from 'fastify';
import { type Caller, type ListedToken, requireRecentLogIn, rights } from '../../../contract/index.ts';
import { field, fields } from '../forms.ts';
import { type Html, html } from '../html.ts';
import { sendPage } from '../layout.ts';
import { table } from '../table.ts';
import { rightWords } from './right-words.ts';
import { type AccountPages, addVisitedForm, invalid, type Visit } from './visit.ts';

const lifetimes: readonly (readonly [days: number, words: string])[] = [
  [30, '30 days'],
  [90, '90 days'],
  [366, 'a year'],
];
const maxNameLength = 64;

export function addTokenForms(pages: AccountPages): void {
  const { access, send } = pages;
  addVisitedForm(pages, '/account/tokens', async (request, reply, visit) => {
    requireRecentLogIn(visit.caller);
    const { token } = await access.createToken(
      visit.caller.actor,
      termsOf(request, visit.caller),
      visit.name,
    );
    return sendPage(reply, newTokenPage(visit, token));
  });
  addVisitedForm(pages, '/account/tokens/revoke', async (request, reply, visit) => {
    const own = access.tokensOf(visit.name).find(({ id }) => id === field(request, 'id'));
    if (!own) throw invalid('There is no such token.');
    await access.revokeToken(visit.caller.actor, own.id);
    return send(reply, visit, { done: `The token ${own.name} is revoked.` });
  });
}

function termsOf(request: FastifyRequest, caller: Caller) {
  const chosen = rights.filter(
    (right) => fields(request, 'right').includes(right) && caller.rights.has(right),
  );
  if (chosen.length === 0) throw invalid('Choose what the token may do.');
  const name = field(request, 'label').trim().slice(0, maxNameLength);
  if (name === '') throw invalid('Give the token a name.');
  return { name, rights: chosen, scope: { kind: 'everything' } as const, expiresAt: expiryOf(request) };
}

function expiryOf(request: FastifyRequest): string {
  const asked = Number(field(request, 'days'));
  const [days] = lifetimes.find(([known]) => known === asked) ?? lifetimes[0]!;
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

function newTokenPage({ name }: Visit, token: string) {
  const body = html`<section><p>It is shown this once. Keep it where the program finds it.</p>
<code class="secret">${token}</code>
<p class="soft">The program sends it as <code>Authorization: Bearer</code>. DICOM tools that know only a name and a password take it as the password.</p>
<a class="button" href="/account">Done</a></section>`;
  return { title: 'Your new token', body, account: name, isWide: true };
}

export function tokensSection(tokens: readonly ListedToken[], { caller, isRecent }: Visit): Html {
  const rows = tokens.map(({ id, name, rights: allowed, expiresAt }) => [
    name,
    html`<code>iso_${id}_…</code>`,
    allowed.map((right) => rightWords[right]).join(', '),
    expiresAt?.slice(0, 10) ?? 'revoked',
    html`<form method="post" action="/account/tokens/revoke"><input type="hidden" name="id" value="${id}"><button class="quiet" aria-label="Revoke the token ${name}">Revoke</button></form>`,
  ]);
  return html`<section aria-labelledby="tokens"><h2 id="tokens">Tokens for programs</h2>
${
  rows.length > 0
    ? table(['Name', 'Token', 'May', 'Until', ''], rows)
    : html`<p class="soft">A program of yours logs in with a token instead of your password, and may do no more than you.</p>`
}
${isRecent && html`<details><summary>Make a token</summary>${newTokenForm(caller)}</details>`}</section>`;
}

const newTokenForm = ({ rights: held }: Caller): Html => html`
<form method="post" action="/account/tokens"><label>What is it for?<input name="label" required maxlength="64"></label>
<fieldset><legend>It may</legend>${[...held].map((right) => html`<label><input type="checkbox" name="right" value="${right}">${rightWords[right]}</label>`)}</fieldset>
<label>For<select name="days">${lifetimes.map(([days, words]) => html`<option value="${days}">${words}</option>`)}</select></label>
<button>Make a token</button></form>`;
