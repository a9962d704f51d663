/** What somebody sees who was sent a link: the studies of it, to look at, and to download unless it is for looking only. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Access, isShareId } from '../../access/index.ts';
import { type Archive, readableDate, readableName } from '../../archive/index.ts';
import { callerFor, type FindRow, nobody } from '../../contract/index.ts';
import { tellStudies } from '../auth/audit-requests.ts';
import { canKeepCookies, setCookie } from '../auth/cookies.ts';
import { requireOwnSite } from '../auth/where-from.ts';
import { identify } from '../guard.ts';
import { studyRows } from '../rest/find.ts';
import { untilGone } from '../until-gone.ts';
import { field, tryForm } from './forms.ts';
import { type Html, html, trusted } from './html.ts';
import { newNonce, notice, sendPage } from './layout.ts';
import { table } from './table.ts';
import { agentOf, insecure, visitorBy } from './visitor.ts';

/** Of a picture to look at, in pixels: width, height. */
const WIDE = '1024,1024';
/** More than a link for a doctor has. */
const maxStudies = 1_000;

export function addSharePages(server: FastifyInstance, access: Access, archive: Archive): void {
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
      (_problem, status) => sendOpening(access, request, reply, status),
    );
  });
  server.get('/shared', { config: { action: 'find' } }, async (request, reply) => {
    const caller = visitorBy(access, request, 'share');
    if (caller) identify(request, caller);
    if (!caller || access.shares.isUpload(caller)) return sendOver(reply);
    const context = { ...callerFor(caller, 'find'), signal: untilGone(reply) };
    const rows = await studyRows(archive, context, maxStudies);
    tellStudies(
      request,
      rows.map(({ StudyInstanceUID }) => words(StudyInstanceUID)),
    );
    return sendStudies(reply, access.shares.titleOf(caller), rows, caller.rights.has('download'));
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

function sendOpening(
  access: Access,
  request: FastifyRequest,
  reply: FastifyReply,
  status = 200,
): FastifyReply {
  const id = idOf(request);
  const isRefused = status !== 200;
  const nonce = newNonce();
  const problem = isRefused
    ? 'This link or its code is wrong, has expired, was revoked, or was tried too often.'
    : canKeepCookies(request)
      ? undefined
      : insecure(request);
  const body = html`
${notice(problem)}
<form class="card full" method="post" action="/share/${encodeURIComponent(id)}"${isRefused && html` data-refused="1"`}>
<p>${access.shares.takesUploads(id) ? 'Somebody asks you to send medical images.' : 'Somebody has shared medical images with you.'}</p>
<input type="hidden" name="secret" value="${isRefused ? field(request, 'secret') : ''}">
${access.shares.asksForCode(id) && html`<label>Code <small>You were told it apart from the link.</small><input name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="32" autofocus></label>`}
<button>Open</button>
</form>
<noscript><p class="soft">This page needs JavaScript to read the link.</p></noscript>
<script nonce="${nonce}">${trusted(script)}</script>`;
  return sendPage(
    reply,
    { title: access.shares.takesUploads(id) ? 'Send images' : 'Shared with you', body, scriptNonce: nonce },
    status,
  );
}

function sendStudies(
  reply: FastifyReply,
  title: string,
  rows: readonly FindRow[],
  mayDownload: boolean,
): FastifyReply {
  const heads = ['', 'Patient', 'Study date', 'Study', 'Type', 'Images', ''];
  const body = html`
<section>${
    rows.length === 0
      ? html`<p>There is nothing here any more.</p>`
      : table(
          heads,
          rows.map((row) => studyCells(row, mayDownload)),
        )
  }</section>
<p class="soft">${mayDownload ? 'The downloads are zip files with DICOM images, which every program for medical images opens.' : 'You may look at these studies, and their files are not given out. A picture opens larger when you choose it.'}</p>`;
  return sendPage(reply, { title: title || 'Shared with you', body, isWide: true });
}

function studyCells(row: FindRow, mayDownload: boolean): (Html | string)[] {
  const study = encodeURIComponent(words(row.StudyInstanceUID));
  const picture = `/dicom-web/studies/${study}/thumbnail`;
  return [
    html`<a href="${picture}?viewport=${WIDE}"><img src="${picture}" alt="A picture of the study" width="72" height="72" loading="lazy"></a>`,
    readableName(words(row.PatientName)),
    readableDate(words(row.StudyDate)),
    words(row.StudyDescription),
    html`<span class="badge">${words(row.ModalitiesInStudy)}</span>`,
    words(row.NumberOfStudyRelatedInstances),
    mayDownload ? html`<a class="button quiet" href="/api/studies/${study}/zip" download>Download</a>` : '',
  ];
}

export function sendOver(reply: FastifyReply): FastifyReply {
  const body = html`<div class="card"><p>This link is not open here, or no longer. Open it again from where you got it; it may have expired, or was revoked.</p></div>`;
  return sendPage(reply, { title: 'Nothing is shared here', body }, 401);
}

const words = (value: FindRow[string] | undefined): string => [value ?? ''].flat().join(', ');
