import i18next from 'i18next';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ErrorCode,
  errorOfReasons,
  IsocenterError,
  problemOf,
  saidProblem,
} from '../../../src/contract/index.ts';
import { attention as germanAttention } from '../i18n/de/attention.ts';
import { checks as germanChecks } from '../i18n/de/checks.ts';
import { errors as german } from '../i18n/de/errors.ts';
import { attention } from '../i18n/en/attention.ts';
import { checks } from '../i18n/en/checks.ts';
import { errors as english } from '../i18n/en/errors.ts';
import { day, moment } from './dates.ts';
import { reasonOf } from './reason.ts';

const filledIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();

const refused = new IsocenterError('net/unreachable', {
  ...{ host: 'ct.clinic', port: 104 },
  reason: 'Connection refused. {host} <b>{{port}}</b> $t(internal)',
});

describe('what went wrong', () => {
  beforeAll(() =>
    i18next.init({ lng: 'de', resources: { de: { errors: german }, en: { errors: english } } }),
  );
  afterAll(() => i18next.changeLanguage('en'));

  it('is said in the language of who reads, and what a device said in its own words', async () => {
    await i18next.changeLanguage('de');
    expect(reasonOf(refused)).toBe(
      'ct.clinic:104 ist nicht zu erreichen: Connection refused. {host} <b>{{port}}</b> $t(internal).',
    );
    await i18next.changeLanguage('en');
    expect(reasonOf(refused)).toBe(refused.message);
    expect(reasonOf(new IsocenterError('input/invalid', { reason: 'It is empty..' }))).toBe('It is empty.');
  });

  it('is said of a problem that was kept, and of what others said, as of an error', async () => {
    await i18next.changeLanguage('de');
    expect(reasonOf(problemOf(refused))).toBe(reasonOf(refused));
    expect(reasonOf(saidProblem('Out of film'))).toBe('Out of film');
    expect(reasonOf({ ...problemOf(refused), code: 'of/tomorrow' })).toMatch(/ct\.clinic:104 cannot be/);
    await i18next.changeLanguage('en');
  });

  it('has its days and moments as who reads writes them', async () => {
    await i18next.changeLanguage('de');
    const failed = (day: string) => new IsocenterError('schedule/run-failed', { day, reason: 'x' });
    expect(reasonOf(failed('2026-11-27'))).toBe(`Der Lauf vom ${day('20261127')} ist fehlgeschlagen. x`);
    expect(reasonOf(failed('gestern'))).toBe('Der Lauf vom gestern ist fehlgeschlagen. x');
    const resting = (until: string) =>
      new IsocenterError('extension/resting', { extension: 'x', count: 3, minutes: 5, until, reason: 'y' });
    const until = '2026-11-27T10:00:00.000Z';
    expect(reasonOf(resting(until))).toContain(moment(until));
    expect(reasonOf(resting('soon'))).toContain('soon');
    await i18next.changeLanguage('en');
  });

  it('is said in the language of who reads also where one error is the reason of another', async () => {
    await i18next.changeLanguage('de');
    const gone = new IsocenterError('dicomweb/cut-off', { host: 'pacs' });
    const failed = new IsocenterError('rule/action-failed', { action: 'send', reason: gone.message }, gone);
    expect(reasonOf(problemOf(failed))).toMatch(/pacs hat mitten in der Antwort aufgehört\.$/);
    await i18next.changeLanguage('en');
    expect(reasonOf(problemOf(failed))).toBe(failed.message);
  });

  it('is said in the language of who reads of each of several reasons, also within another', async () => {
    await i18next.changeLanguage('de');
    const each = [
      { what: 'WADO-RS', reason: new IsocenterError('dicomweb/cut-off', { host: 'pacs' }) },
      { what: 'C-GET', reason: new IsocenterError('said', { reason: 'Out of film' }) },
    ];
    const error = errorOfReasons('node/no-way', each);
    const words = 'WADO-RS: pacs hat mitten in der Antwort aufgehört. C-GET: Out of film';
    expect(reasonOf(problemOf(error))).toBe(words);
    const failed = new IsocenterError('inbox/refused-stays', { why: 'EACCES', reason: error.message }, error);
    expect(reasonOf(problemOf(failed))).toBe(`${words} Sie bleibt liegen: EACCES.`);
    await i18next.changeLanguage('en');
    expect(reasonOf(problemOf(failed))).toBe(failed.message);
  });

  it('is what it says itself where the archive did not say it', () => {
    expect(reasonOf(new TypeError('Failed to fetch'))).toBe('Failed to fetch');
    expect(reasonOf('gone')).toBe('gone');
  });

  it.each([
    ...Object.entries(checks).map(([key, text]) => [key, text, germanChecks[key as keyof typeof checks]]),
    ...Object.entries(attention).map(([key, text]) => [
      ...[key, text, germanAttention[key as keyof typeof attention]],
    ]),
  ])('is said in other words, with the same filled in: %s', (_key, inEnglish = '', inGerman = '') => {
    expect(filledIn(inGerman)).toEqual(filledIn(inEnglish));
    expect(inGerman === '').toBe(inEnglish === '');
  });

  it.each(Object.keys(english) as ErrorCode[])('has the same filled in in both languages: %s', (code) => {
    expect(filledIn(german[code])).toEqual(filledIn(english[code]));
  });
});
