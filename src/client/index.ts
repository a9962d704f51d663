export { type ByteCalls, createByteCalls, type SentFile } from './byte-calls.ts';
export { createClient, type Transport } from './client.ts';
export type { HttpTarget, RemoteTarget } from './failures.ts';
export { httpTransport } from './http-transport.ts';
export { inProcessTransport } from './in-process-transport.ts';
export { controlSocketName, controlSocketPath } from './socket-path.ts';
