/** As much of a browser as forms and cookies need. */
export class Browser {
  readonly base: string;
  readonly cookies = new Map<string, string>();
  /** The Set-Cookie headers of the last answer. */
  lastSetCookies: readonly string[] = [];

  constructor(base: string) {
    this.base = base;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#send(path, { headers });
  }

  /** Sends a form as a page of this site does. */
  post(
    path: string,
    form: Record<string, string | string[]>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const body = new URLSearchParams(
      Object.entries(form).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, one]),
      ),
    );
    return this.#send(path, { method: 'POST', body, headers: { origin: this.base, ...headers } });
  }

  /** Asks the API as a page of this site does: JSON there and back. */
  async ask<Result>(
    path: string,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE' = 'GET',
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<{ readonly status: number; readonly json: Result }> {
    const { status, text } = await this.#send(path, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      headers: { origin: this.base, ...(body && { 'content-type': 'application/json' }), ...headers },
    });
    return { status, json: JSON.parse(text) as Result };
  }

  async #send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie && { cookie }), 'user-agent': 'Test/1.0', ...init.headers };
    const response = await fetch(`${this.base}${path}`, { ...init, headers, redirect: 'manual' });
    this.lastSetCookies = response.headers.getSetCookie();
    for (const set of this.lastSetCookies) this.#keep(set);
    return {
      status: response.status,
      headers: response.headers,
      location: response.headers.get('location'),
      text: await response.text(),
    };
  }

  #keep(set: string): void {
    const [name = '', value = ''] = set.split(';', 1)[0]!.split('=', 2);
    if (/max-age=0/i.test(set)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly location: string | null;
  readonly text: string;
}
