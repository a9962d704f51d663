/** What all pages have in common: their frame, their look, and what browsers may do with them. */
import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { stylePath } from './assets.ts';
import { type Html, html, textOf } from './html.ts';

/** No scripts but the one that is named, styles from us, forms to us, in no frame. */
const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** The account that is logged in. */
  readonly account?: string;
  readonly isWide?: boolean;
  /** Of the script in the body. */
  readonly scriptNonce?: string;
  /** Scripts of ours, by their paths. */
  readonly scripts?: readonly string[] | undefined;
}

export function sendPage(reply: FastifyReply, page: Page, status = 200): FastifyReply {
  const nonce = page.scriptNonce ?? (page.scripts && newNonce());
  return reply
    .code(status)
    .header('content-security-policy', nonce === undefined ? policy : withScripts(nonce))
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>${textOf(framed(page, status, nonce))}`);
}

export function sendNothingHere(reply: FastifyReply): FastifyReply {
  const body = html`<div class="card"><p>The address is mistyped, or what was here is gone. <a href="/">The front page</a> says what there is.</p></div>`;
  return sendPage(reply, { title: 'There is nothing here', body }, 404);
}

export const newNonce = (): string => randomBytes(16).toString('base64');

/** Scripts may ask this server, and no other. */
const withScripts = (nonce: string): string => `${policy}; script-src 'nonce-${nonce}'; connect-src 'self'`;

/** What went wrong stands first in the title: screen readers say that when the page opens. */
function framed({ title, body, account, isWide, scripts = [] }: Page, status: number, nonce = ''): Html {
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${status >= 400 && 'Problem: '}${title} · Isocenter</title>
<link rel="stylesheet" href="${stylePath}">
<link rel="icon" href="data:,">
</head>
<body>
<header><a class="brand" href="/"><span aria-hidden="true"></span>Isocenter</a>${account !== undefined && accountBar(account)}</header>
<main${isWide ? html` class="wide"` : ''}>
<h1>${title}</h1>
${body}
</main>
${scripts.map((script) => html`<script nonce="${nonce}" src="${script}"></script>`)}
</body>
</html>`;
}

const accountBar = (account: string): Html => html`
<nav><span>${account}</span>
<form method="post" action="/logout"><button class="quiet">Log out</button></form></nav>`;

/** Something that went wrong, above a form. Screen readers say it at once. */
export function notice(text: string | undefined): Html | undefined {
  return text === undefined ? undefined : html`<p class="notice problem" role="alert">${text}</p>`;
}
