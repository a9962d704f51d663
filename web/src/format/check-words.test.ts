import i18next from 'i18next';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Check } from '../../../src/contract/index.ts';
import { checks as german } from '../i18n/de/checks.ts';
import { checks as english } from '../i18n/en/checks.ts';
import { checkWords } from './check-words.ts';
import { day, moment } from './dates.ts';

const check = (finding: Check['finding'], params: Check['params']): Check => ({
  ...{ check: 'emergencies', name: '', status: 'warning', finding, params, message: '', hint: '' },
});

beforeAll(() => i18next.init({ lng: 'de', resources: { de: { checks: german }, en: { checks: english } } }));
afterAll(() => i18next.changeLanguage('en'));

it.each([
  ['de', /^Zuletzt hat ada .*.*30 Tagen benutzt wurde: 1\.$/],
  ['en', /^ada broke glass last: .*Times in the last 30 days: 1\.$/],
])('moments and days are said on the clock and in the language of who reads: %s', async (language, words) => {
  await i18next.changeLanguage(language);
  const at = '2026-03-02T22:30:00.000Z';
  const { message } = checkWords(check('emergencies-some', { account: 'ada', at, count: 1, days: 30 }));
  expect(message).toMatch(words);
  expect(message).toContain(moment(at));
  expect(message).not.toContain('T22');
  const expires = checkWords(check('certificate-valid', { day: '2027-01-31' })).message;
  expect(expires).toContain(day('20270131'));
  expect(expires).not.toContain('2027-01');
});
