import { IsocenterError } from '../../base/index.ts';
import { urlOf, type WebNode } from './service.ts';

const denied: ReadonlySet<number> = new Set([401, 403, 407]);
/** Nothing like it at this address. */
const absent: ReadonlySet<number> = new Set([404, 405, 410, 501]);
/** Everything else that is sent now would fare alike. */
const busy: ReadonlySet<number> = new Set([408, 429, 502, 503, 504, 507]);

const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** What a status says about the service itself. Throws `dicomweb/denied`, `dicomweb/no-service`, `dicomweb/busy`. */
export function requireService(node: WebNode, status: number): void {
  const url = urlOf(node, '');
  const { host } = url;
  if (denied.has(status)) throw new IsocenterError('dicomweb/denied', { host, status });
  if (absent.has(status) || isRedirect(status))
    throw new IsocenterError('dicomweb/no-service', { url: url.href, status });
  if (busy.has(status)) throw new IsocenterError('dicomweb/busy', { host, status });
}
