/** Pages that work without the web app: set-up, log in, account, shared links. Plain HTML. */
import type { FastifyInstance } from 'fastify';
import type { Access } from '../../access/index.ts';
import type { Archive } from '../../archive/index.ts';
import { addAccountPages } from './account/index.ts';
import { addAssets } from './assets.ts';
import { readForms } from './forms.ts';
import { addLogInPages } from './log-in.ts';
import { addSetUpPage } from './set-up.ts';
import { addSharePages } from './share.ts';
import { addStartPage } from './start.ts';
import { addUploadPage } from './upload.ts';

export interface PageOptions {
  /** Where people reach us, when it is not where a request comes to. */
  readonly publicUrl?: string | undefined;
}

/** They ask for the session themselves: whoever has none is shown where to log in. */
export function pageRoutes(
  access: Access,
  archive: Archive,
  { publicUrl }: PageOptions = {},
): (server: FastifyInstance) => void {
  return (server) =>
    void server.register(async (pages) => {
      readForms(pages);
      addAssets(pages);
      addStartPage(pages, access);
      addLogInPages(pages, access, publicUrl);
      addSetUpPage(pages, access);
      addAccountPages(pages, access, publicUrl);
      addSharePages(pages, access, archive);
      addUploadPage(pages, access);
    });
}
