import { IsocenterError } from '../../base/index.ts';
import { hostOf, urlOf, type WebNode } from './service.ts';

const denied: ReadonlySet<number> = new Set([401, 403, 407]);
/** Nothing like it at this address. */
const absent: ReadonlySet<number> = new Set([404, 405, 410, 501]);
/** Everything else that is sent now would fare alike. */
const busy: ReadonlySet<number> = new Set([408, 429, 502, 503, 504, 507]);

const isRedirect = (status: number): boolean => status >= 300 && status < 400;

/** What a status says about the service itself. Throws `dicomweb/denied`, `dicomweb/no-service`, `dicomweb/busy`. */
export function requireService(node: WebNode, status: number): void {
  const host = hostOf(node);
  if (denied.has(status)) throw new IsocenterError('dicomweb/denied', { host, status });
  if (absent.has(status) || isRedirect(status))
    throw new IsocenterError('dicomweb/no-service', { url: urlOf(node, '').href, status });
  if (busy.has(status)) throw new IsocenterError('dicomweb/busy', { host, status });
}

/** It says no to what it was asked for, and may say yes to something else. */
export const refusedBy = (node: WebNode, reason: string): IsocenterError =>
  new IsocenterError('dicomweb/refused', { host: hostOf(node), reason });

/** Its answer cannot be true, or cannot be read. */
export const nonsenseOf = (node: WebNode, reason: string): IsocenterError =>
  new IsocenterError('dicomweb/nonsense', { host: hostOf(node), reason });
