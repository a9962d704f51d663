export { createClient, type Transport } from './client.ts';
export { exchange, wholeText } from './exchange.ts';
export type { HttpTarget, RemoteTarget } from './failures.ts';
export { httpTransport } from './http-transport.ts';
export { inProcessTransport } from './in-process-transport.ts';
export { controlSocketName, controlSocketPath } from './socket-path.ts';
