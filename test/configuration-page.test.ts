import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configurationPage } from '../scripts/configuration-page.ts';

it('docs/configuration.md is what the settings say; `npm run docs:settings` writes it', () => {
  const page = readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8');
  expect(page).toBe(configurationPage());
});
