import { IsocenterError } from '../../base/index.ts';

/** Busy servers are asked again, those that refuse are not. Throws `webhook/busy`, `webhook/refused`. */
export async function requireAnswer(url: string, { ok, status }: Response): Promise<{ status: number }> {
  if (ok) return { status };
  const { host } = new URL(url);
  const isBusy = status >= 500 || status === 408 || status === 429;
  throw new IsocenterError(isBusy ? 'webhook/busy' : 'webhook/refused', { host, status });
}
