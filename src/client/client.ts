/** A typed client made from the route table; how a call travels is the transport's business. */
import type { Client, RouteName } from '../contract/index.ts';
import { callShapes } from './call-shapes.ts';

export type Values = Readonly<Record<string, unknown>>;

/** Carries one call. Failures are thrown as `IsocenterError`s. */
export interface Transport {
  call(name: RouteName, request: Values, signal?: AbortSignal): Promise<unknown>;
  /** The operation starts with the first `next`; `return` cancels it. */
  stream(name: RouteName, request: Values, signal?: AbortSignal): AsyncGenerator<unknown, unknown, void>;
}

interface Options {
  readonly signal?: AbortSignal;
}

export function createClient(transport: Transport): Client {
  const calls = Object.entries(callShapes).map(([name, { isStream }]) => [
    name,
    callOf(transport, name as RouteName, isStream),
  ]);
  // Every route of the table has its entry, and transports answer with what the table says.
  return Object.fromEntries(calls) as Client;
}

function callOf(transport: Transport, name: RouteName, isStream: boolean) {
  return (request: Values = {}, { signal }: Options = {}) =>
    isStream ? transport.stream(name, request, signal) : transport.call(name, request, signal);
}
