import i18next from 'i18next';
import type { Check } from '../../../src/contract/index.ts';
import { locale } from '../i18n/index.ts';
import { fillings } from './fillings.ts';
import { asRegistersWrite, reasonOf } from './reason.ts';

/** What the server found when it looked at itself, in the language of who reads. */
export function checkWords({
  check,
  finding,
  hint,
  params,
  cause,
}: Check): Pick<Check, 'name' | 'message' | 'hint'> {
  const replace = {
    ...Object.fromEntries(Object.entries(fillings(params)).map(([name, value]) => [name, written(value)])),
    ...(cause && { reason: reasonOf(cause) }),
  };
  const say = (key: typeof finding | `${typeof finding}_hint`) =>
    i18next.t(key, { ns: 'checks', replace, interpolation: asRegistersWrite });
  return {
    name: i18next.t(check, { ns: 'checks' }),
    message: say(finding),
    hint: hint === '' ? '' : say(`${finding}_hint`),
  };
}

const written = (value: string | number): string =>
  typeof value === 'number' ? value.toLocaleString(locale()) : value;
