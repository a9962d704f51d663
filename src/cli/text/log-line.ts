/** One line of the JSON log as a person reads it: `14:03:59 warn   store slow  ms=120`. */
import { printable } from './width.ts';

const levelNames: Readonly<Record<number, string>> = {
  20: 'debug',
  30: 'info',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};

export function prettyLine(json: string): string {
  const { time, level, msg, err, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const clock = String(time).slice(11, 19);
  const name = levelNames[Number(level)] ?? String(level);
  const details = Object.entries(fields).map(([key, value]) => `  ${key}=${fieldText(value)}`);
  const stack = hasStack(err) ? `\n${err.stack}` : '';
  return `${clock} ${name.padEnd(5)} ${printable(String(msg ?? ''))}${details.join('')}${stack}\n`;
}

function fieldText(value: unknown): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value));
}

function hasStack(error: unknown): error is { stack: string } {
  return typeof error === 'object' && error !== null && 'stack' in error;
}
