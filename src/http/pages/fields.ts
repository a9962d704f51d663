/** Fields that several forms have. */
import type { FastifyRequest } from 'fastify';
import { IsocenterError } from '../../base/index.ts';
import { field } from './forms.ts';
import { type Html, html } from './html.ts';

export const nameField = (): Html =>
  html`<label>Account<input name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus maxlength="64"></label>`;

export const newPasswordFields = (): Html => html`
<label>New password <small>At least 10 characters. Several words that do not belong together are good.</small>
<input name="password" type="password" autocomplete="new-password" required minlength="10" maxlength="1024"></label>
<label>Once more<input name="again" type="password" autocomplete="new-password" required maxlength="1024"></label>`;

/** Throws `input/invalid` when it was not typed the same way twice. */
export function repeatedPassword(request: FastifyRequest): string {
  const password = field(request, 'password');
  if (password === field(request, 'again')) return password;
  throw new IsocenterError('input/invalid', { reason: 'The two passwords are not the same.' });
}

/** Of an authenticator app. */
export const codeField = (hint: string): Html =>
  html`<label>Code <small>${hint}</small><input name="code" class="code" inputmode="numeric" autocomplete="one-time-code" required autofocus maxlength="10"></label>`;

export const recoveryCodeField = (): Html =>
  html`<label>Recovery code <input name="code" class="code" autocomplete="off" autocapitalize="none" spellcheck="false" required maxlength="40"></label>`;
