import { IsocenterError } from '../../base/index.ts';
import type { RemoteNode, WebService } from '../../contract/index.ts';

/** A node with DICOMweb. */
export type WebNode = RemoteNode & { readonly web: WebService };

export const hasWeb = (node: RemoteNode): node is WebNode => node.web !== undefined;

/** Throws `node/no-web`. */
export function requireWeb(node: RemoteNode): WebNode {
  if (!hasWeb(node)) throw new IsocenterError('node/no-web', { name: node.name });
  return node;
}

/** @param path below the root of the service, `/studies` */
export const urlOf = ({ web }: WebNode, path: string): URL =>
  new URL(`${web.url.replace(/\/+$/, '')}${path}`);

/** With its port, as it is told. */
export const hostOf = (node: WebNode): string => urlOf(node, '').host;

/** Host and port, as the guard of connections wants them. */
export function placeOf({ hostname, port, protocol }: URL): { host: string; port: number } {
  const usual = protocol === 'https:' ? 443 : 80;
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) };
}
