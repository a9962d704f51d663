import { acceptJson, callService, type WebParts } from './call.ts';
import type { WebNode } from './service.ts';
import { requireService } from './statuses.ts';

/** Whether a service answers and lets us in: the smallest search that there is (PS3.18 10.6). Rejects with `net/*`, `dicomweb/*`. */
export async function askService(parts: WebParts, node: WebNode, signal?: AbortSignal): Promise<void> {
  const call = { method: 'GET', path: '/studies?limit=1', headers: acceptJson, signal } as const;
  const { status } = await callService(parts, node, call);
  requireService(node, status);
}
