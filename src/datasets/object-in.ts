import { jsonIn } from '../base/index.ts';

/** What a file says as a JSON object; undefined where it is none, or there is no file. People write in sidecars, so they may say anything. */
export function objectIn(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  const value = text === undefined ? undefined : jsonIn(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
