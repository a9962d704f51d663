import i18next from 'i18next';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { common as german } from '../i18n/de/common.ts';
import { common as english } from '../i18n/en/common.ts';
import { actorName, actorNamed } from './actor-name.ts';

beforeAll(() => i18next.init({ lng: 'de', resources: { de: { common: german }, en: { common: english } } }));
afterAll(() => i18next.changeLanguage('en'));

it('who has the server is no account that is called local', () => {
  expect(actorName('local', 'local')).toBe('wer den Server hat');
  expect(actorName('local', 'user')).toBe('local');
  expect(actorName('local')).toBe('local');
  expect(actorName('command line', 'local')).toBe('Befehlszeile');
});

it.each([['local'], ['command line']])('is found by the words that are read: %s', (name) => {
  expect(actorNamed(actorName(name, 'local'))).toBe(name);
});
