/** One request and its answer, over the control socket or over TCP. */
import type { IncomingMessage, OutgoingHttpHeaders, RequestOptions } from 'node:http';
import { request as openHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { errorOfProblem, IsocenterError } from '../contract/index.ts';
import { cancelled, type HttpTarget, lost, requestFailure } from './failures.ts';

/** Importing this module by its name loads all that Node hangs on it, fetch and WebSocket too: 11 MB that a server never uses. */
const { request: openHttp } = process.getBuiltinModule('node:http');

/** Of an answer that is not a stream, characters. */
const maxAnswerLength = 256 * 1024 * 1024;

export interface Outgoing {
  readonly method: string;
  /** From `/api` on, with its query. */
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | AsyncIterable<Uint8Array> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Sends the request and returns the answer when it is good; throws the problem it carries when it is not. */
export async function exchange(target: HttpTarget, outgoing: Outgoing): Promise<IncomingMessage> {
  const response = await send(target, outgoing);
  if (response.statusCode === 200) return response;
  throw errorOfAnswer(response, await wholeText(response, outgoing.signal));
}

export async function wholeText(response: IncomingMessage, signal?: AbortSignal): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  try {
    for await (const chunk of response) {
      text += chunk;
      if (text.length > maxAnswerLength)
        throw new RangeError(`the answer is over ${maxAnswerLength} characters`);
    }
  } catch (error) {
    throw signal?.aborted ? cancelled(signal) : lost(error);
  }
  return text;
}

function send(target: HttpTarget, { body, signal, ...outgoing }: Outgoing): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options: RequestOptions = { ...optionsFor(target, outgoing), ...(signal ? { signal } : {}) };
    const open = 'url' in target && target.url.protocol === 'https:' ? openHttps : openHttp;
    const request = open(options);
    request.once('response', resolve);
    request.once('error', (error) =>
      reject(signal?.aborted ? cancelled(signal) : requestFailure(error, target)),
    );
    if (body === undefined || typeof body === 'string') request.end(body);
    // What goes wrong on the connection is told by the request; what the body throws is told here.
    else pipeline(body, request).catch((error) => reject(lost(error)));
  });
}

function optionsFor(target: HttpTarget, { method, path, headers = {} }: Outgoing): RequestOptions {
  if ('socketPath' in target) return { ...target, method, path, headers };
  const { hostname, port, pathname } = target.url;
  return {
    method,
    host: hostname.replace(/^\[|\]$/g, ''),
    ...(port === '' ? {} : { port }),
    path: `${pathname.replace(/\/+$/, '')}${path}`,
    headers: { ...headers, ...(target.token ? { authorization: `Bearer ${target.token}` } : {}) },
  };
}

/** What stands between us and the server (a proxy) answers in its own words. */
function errorOfAnswer({ statusCode = 0 }: IncomingMessage, text: string): IsocenterError {
  return (
    errorOfProblem(jsonIn(text)) ??
    new IsocenterError('control/lost', { reason: `it answered with status ${statusCode}` })
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page of HTML, as likely as not.
    return undefined;
  }
}
