/** Pages that work without the web app: set-up, log in, opening a link, sending by one. Plain HTML. */
import type { FastifyInstance } from 'fastify';
import type { Access } from '../../access/index.ts';
import { systemClock } from '../../base/index.ts';
import type { WebApp } from '../web-app/index.ts';
import { addAssets } from './assets.ts';
import { readForms } from './forms.ts';
import { addInvitationPage } from './invitation.ts';
import { addLogInPages } from './log-in.ts';
import type { PageParts } from './parts.ts';
import { addSetUpPage } from './set-up.ts';
import { addSharePages } from './share.ts';
import { addStartPage } from './start.ts';
import { addUploadPage } from './upload.ts';

interface PageOptions extends Partial<Pick<PageParts, 'clock' | 'publicUrl' | 'oidc'>> {
  /** What `/` shows to who is logged in, and `/shared` to who came by a link. */
  readonly webApp?: WebApp | undefined;
}

/** They ask for the session themselves: whoever has none is shown where to log in. */
export function pageRoutes(
  access: Access,
  { clock = systemClock, publicUrl, oidc, webApp }: PageOptions = {},
): (server: FastifyInstance) => void {
  return (server) =>
    void server.register(async (pages) => {
      const parts = { server: pages, access, clock, publicUrl, oidc };
      readForms(pages);
      addAssets(pages);
      addStartPage(pages, access, webApp);
      webApp?.addTo(pages);
      addLogInPages(parts);
      addSetUpPage(pages, access, webApp ? '/welcome' : '/');
      addInvitationPage(pages, access);
      addSharePages(pages, access, webApp);
      addUploadPage(pages, access);
    });
}
