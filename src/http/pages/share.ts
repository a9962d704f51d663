/** How somebody who was sent a link opens it. What it shows is the web app; what is sent by it has a page of its own. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Access, isShareId } from '../../access/index.ts';
import { nobody } from '../../contract/index.ts';
import { canKeepCookies, setCookie } from '../auth/cookies.ts';
import { requireOwnSite } from '../auth/where-from.ts';
import { identify } from '../guard.ts';
import type { WebApp } from '../web-app/index.ts';
import { field, tryForm } from './forms.ts';
import { html, trusted } from './html.ts';
import { newNonce, notice, sendPage } from './layout.ts';
import { agentOf, insecure, visitorBy } from './visitor.ts';

export function addSharePages(server: FastifyInstance, access: Access, webApp?: WebApp): void {
  server.get('/share/:id', async (request, reply) => sendOpening(access, request, reply));
  server.post('/share/:id', { config: { action: 'open link' } }, async (request, reply) => {
    identify(request, { ...nobody, actor: { kind: 'share', name: nameOf(request) } });
    requireOwnSite(request);
    return await tryForm(
      async () => {
        const browser = { address: request.ip, agent: agentOf(request) };
        const secret = field(request, 'secret').slice(0, 64);
        const session = await access.shares.open(
          idOf(request),
          secret,
          field(request, 'code').slice(0, 32),
          browser,
        );
        setCookie(reply, 'share', session);
        return reply.redirect(access.shares.takesUploads(idOf(request)) ? '/upload' : '/shared', 303);
      },
      (problem, status) => sendOpening(access, request, reply, { problem, status }),
    );
  });
  server.get('/shared', { config: { action: 'find' } }, async (request, reply) => {
    const guest = visitorBy(access, request, 'share');
    if (!guest || access.shares.isUpload(guest)) return sendOver(reply);
    return webApp ? webApp.send(reply) : sendPage(reply, withoutApp);
  });
}

const idOf = ({ params }: FastifyRequest): string => (params as { readonly id: string }).id.slice(0, 64);

/** What the audit log calls the link, opened or guessed at. What no link is called is not written there. */
function nameOf(request: FastifyRequest): string {
  const id = idOf(request);
  return isShareId(id) ? id : 'none';
}

/** Takes the secret out of the address, which then shows it no more, and sends it by the form. */
const script = `
const form = document.forms[0];
form.secret.value = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
if (!form.code && form.secret.value && !form.dataset.refused) form.submit();`;

interface Refusal {
  readonly problem: string;
  readonly status: number;
}

/** Of a link that will never open again, RFC 9110 15.5.11. */
const GONE = 410;

function sendOpening(
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
  refusal?: Refusal,
): FastifyReply {
  const id = idOf(request);
  const title = access.shares.takesUploads(id) ? 'Send images' : 'Shared with you';
  if (refusal?.status === GONE)
    return sendPage(reply, { title, body: html`${notice(refusal.problem)}` }, GONE);
  const nonce = newNonce();
  const problem = refusal ? wordsOf(refusal) : canKeepCookies(request) ? undefined : insecure(request);
  const body = html`
${notice(problem)}
<form class="card full" method="post" action="/share/${encodeURIComponent(id)}"${refusal && html` data-refused="1"`}>
<p>${access.shares.takesUploads(id) ? 'Somebody asks you to send medical images.' : 'Somebody has shared medical images with you.'}</p>
<input type="hidden" name="secret" value="${refusal ? field(request, 'secret') : ''}">
${access.shares.asksForCode(id) && html`<label>Code <small>You were told it apart from the link.</small><input name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="32" autofocus></label>`}
<button>Open</button>
</form>
<noscript><p class="soft">This page needs JavaScript to read the link.</p></noscript>
<script nonce="${nonce}">${trusted(script)}</script>`;
  return sendPage(reply, { title, body, scriptNonce: nonce }, refusal?.status);
}

/** Whoever guesses learns nothing from it. */
function wordsOf({ problem, status }: Refusal): string {
  return status === 401 ? 'This link or its code is wrong, or there is no such link any more.' : problem;
}

export function sendOver(reply: FastifyReply): FastifyReply {
  const body = html`<div class="card"><p>This link is not open here, or no longer. Open it again from where you got it; it may have expired, or was revoked.</p></div>`;
  return sendPage(reply, { title: 'Nothing is shared here', body }, 401);
}

const withoutApp = {
  title: 'Shared with you',
  body: html`<div class="card"><p>The link is open. This server was started without its web app, which shows the images: whoever runs it can build it
(<code>npm run build -w web</code>) and start it again.</p></div>`,
};
