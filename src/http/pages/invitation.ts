/** The person of an account chooses its password, by a link that an administrator gave them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../access/index.ts';
import { isAccountName } from '../../contract/index.ts';
import { requireOwnSite } from '../auth/where-from.ts';
import { newPasswordFields, repeatedPassword } from './fields.ts';
import { field, tryForm } from './forms.ts';
import { html, trusted } from './html.ts';
import { newNonce, notice, sendPage } from './layout.ts';
import { browserOf, insecure, remember } from './visitor.ts';

const maxSecretLength = 64;

export function addInvitationPage(server: FastifyInstance, access: Access): void {
  server.get('/invitation/:name', async (request, reply) =>
    sendInvitation(request, reply, insecure(request)),
  );
  server.post('/invitation/:name', { config: { action: 'log in' } }, async (request, reply) => {
    requireOwnSite(request);
    return await tryForm(
      async () => {
        const secret = field(request, 'secret').slice(0, maxSecretLength);
        const password = repeatedPassword(request);
        const loggedIn = await access.acceptInvitation(nameOf(request), secret, password, browserOf(request));
        if (loggedIn) remember(request, reply, loggedIn);
        return reply.redirect(loggedIn ? '/' : '/login', 303);
      },
      (problem, status) =>
        sendInvitation(
          request,
          reply,
          status === 401 ? 'This link is wrong, was used or has expired.' : problem,
          status,
        ),
    );
  });
}

/** What no account is called is shown as nobody. */
function nameOf({ params }: FastifyRequest): string {
  const { name } = params as { readonly name: string };
  return isAccountName(name) ? name : '';
}

/** Takes the secret out of the address, which then shows it no more. */
const script = `
const form = document.forms[0];
form.secret.value ||= location.hash.slice(1);
history.replaceState(null, '', location.pathname);`;

function sendInvitation(
  request: FastifyRequest,
  reply: FastifyReply,
  problem?: string,
  status = 200,
): FastifyReply {
  const name = nameOf(request);
  const nonce = newNonce();
  const body = html`
${notice(problem)}
<p class="soft">Choose the password of your account <b>${name}</b>. This link works once.</p>
<form class="card full" method="post" action="/invitation/${encodeURIComponent(name)}">
<input type="hidden" name="secret" value="${status === 200 ? '' : field(request, 'secret')}">
<input type="text" autocomplete="username" value="${name}" hidden>
${newPasswordFields()}
<button>Set the password</button>
</form>
<noscript><p class="soft">This page needs JavaScript to read the link.</p></noscript>
<script nonce="${nonce}">${trusted(script)}</script>`;
  return sendPage(reply, { title: 'Welcome', body, scriptNonce: nonce }, status);
}
