/** What somebody sees who was asked to send images: where to drop them. What was sent is not shown to them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../access/index.ts';
import { uploadsPath } from '../../contract/index.ts';
import { uploadScript } from './assets.ts';
import { html } from './html.ts';
import { sendPage } from './layout.ts';
import { sendOver } from './share.ts';
import { visitorBy } from './visitor.ts';

export function addUploadPage(server: FastifyInstance, access: Access): void {
  server.get('/upload', async (request, reply) => sendUpload(access, request, reply));
}

function sendUpload(access: Access, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const caller = visitorBy(access, request, 'share');
  if (!caller || !access.shares.isUpload(caller)) return sendOver(reply);
  const body = html`
<div data-uploads="${uploadsPath}">
<section class="card drop" data-part="zone">
<p>Drop a disc or its image, folders, files or zips here, or choose them. Nothing is changed where they are.</p>
<p><label class="button">Folder or disc<input type="file" class="unseen" webkitdirectory multiple></label>
<label class="button">Files<input type="file" class="unseen" multiple></label></p>
<progress data-part="bar" hidden></progress>
<p data-part="status" role="status" class="soft"></p>
</section>
<ul data-part="list" class="soft"></ul>
<p class="soft">When the connection breaks, it goes on by itself. When this page was closed, open the link and choose the same files again: only what
is missing is sent.</p>
</div>
<noscript><p class="soft">This page needs JavaScript to send files.</p></noscript>`;
  const title = access.shares.shownTo(caller)?.title || 'Send images';
  return sendPage(reply, { title, body, scripts: [uploadScript] });
}
