/** Calls the use-cases directly: for a command that works on a data directory without a server. */
import {
  api,
  type Caller,
  type ControlApi,
  dispatch,
  parseRequest,
  type RouteName,
} from '../contract/index.ts';
import type { Transport, Values } from './client.ts';

export function inProcessTransport(control: ControlApi, caller: Caller): Transport {
  function begin(name: RouteName, values: Values, signal = new AbortController().signal) {
    const request = parseRequest(api[name], { params: values, query: values, body: values });
    return dispatch(control, name, request, { ...caller, signal });
  }
  return {
    async call(name, values, signal) {
      return begin(name, values, signal);
    },
    async *stream(name, values, signal) {
      return yield* begin(name, values, signal) as AsyncGenerator<unknown, unknown, void>;
    },
  };
}
