import { describe, expect, it } from 'vitest';
import type { EngineKind } from '../contract/index.ts';
import { chooseEngine, type Engine } from './engine.ts';
import { convertLimits } from './limits.ts';

const engine = (kind: EngineKind): Engine => ({ kind, version: 'v1', command: ['none'] });
const builtIn = engine('built-in');
const installed = engine('installed');
const both = { builtIn: async () => builtIn, installed };
const one = { ...both, installed: undefined };
const tooLarge = convertLimits.builtInBytes + 1;

describe('chooseEngine', () => {
  it.each([
    ['the installed one', both, 1, undefined, installed],
    ['the installed one for much', both, tooLarge, undefined, installed],
    ['the built-in one when it is wanted', both, 1, 'built-in', builtIn],
    ['the built-in one where no other is', one, convertLimits.builtInBytes, undefined, builtIn],
  ] as const)('takes %s', async (_, engines, bytes, wanted, chosen) => {
    expect(await chooseEngine(engines, bytes, wanted)).toBe(chosen);
  });

  it.each([
    ['the installed one that is not there', one, 1, 'installed', 'convert/no-engine'],
    ['more than the built-in one takes', one, tooLarge, undefined, 'convert/too-large'],
    ['the same when it is wanted', both, tooLarge, 'built-in', 'convert/too-large'],
  ] as const)('refuses %s', async (_, engines, bytes, wanted, code) => {
    await expect(chooseEngine(engines, bytes, wanted)).rejects.toMatchObject({ code });
  });
});
