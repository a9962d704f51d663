import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { asAdmin } from './rest-server.ts';

export interface Asked {
  readonly url: string;
  /** Accept-Encoding; absent: none is sent. */
  readonly encoding?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: string;
}

export interface Exchanged {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came: `fetch` would undo the content coding, and ask for one itself. */
  readonly body: Buffer;
}

/** Sends a request as somebody who may do everything; resolves at the head of the answer. */
export async function ask({ url, encoding, headers, method, body }: Asked): Promise<IncomingMessage> {
  const coding = encoding === undefined ? {} : { 'accept-encoding': encoding };
  const outgoing = request(url, { method, headers: { ...asAdmin, ...coding, ...headers }, agent: false });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return response;
}

export async function exchange(asked: Asked): Promise<Exchanged> {
  const response = await ask(asked);
  const body = Buffer.concat(await response.toArray());
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}
