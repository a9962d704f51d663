/** The two steps of logging in with a passkey: what the browser asks with, and the form that brings its answer. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readCookie, setCookie } from '../auth/cookies.ts';
import { requireOwnSite } from '../auth/where-from.ts';
import { field } from './forms.ts';
import { type Html, html } from './html.ts';

/** As long as a dialog may be open. */
const dialogSeconds = 5 * 60;

/** Adds the route that a script of ours asks before it opens the dialog. */
export function addDialog(
  server: FastifyInstance,
  path: string,
  begin: (request: FastifyRequest) => Promise<{ readonly options: object; readonly ticket: string }>,
): void {
  server.post(path, async (request, reply) => {
    requireOwnSite(request);
    const { options, ticket } = await begin(request);
    setCookie(reply, 'step', ticket, dialogSeconds);
    return reply.send(options);
  });
}

/** What the browser answered, and the secret of what it answers to; that works once. */
export function dialogAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
): { readonly ticket: string; readonly answer: unknown } {
  setCookie(reply, 'step', '', 0);
  return { ticket: readCookie(request, 'step') ?? '', answer: parsed(field(request, 'answer')) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No answer; whoever checks it refuses that.
    return undefined;
  }
}

/** The form of a dialog. A script shows it where the browser has passkeys. @param fields further fields of it. */
export const dialogForm = (action: string, fields: Html): Html => html`
<form method="post" action="${action}" data-passkey data-begin="${action}/begin">
<p class="notice problem" role="alert" hidden></p>
<input type="hidden" name="answer">
${fields}
</form>`;
