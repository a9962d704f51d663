export { createClient, type Transport } from './client.ts';
export type { HttpTarget } from './failures.ts';
export { httpTransport } from './http-transport.ts';
export { inProcessTransport } from './in-process-transport.ts';
export { controlSocketName, controlSocketPath } from './socket-path.ts';
