import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseQuery } from '../../src/catalog/index.ts';
import { everything } from '../../src/contract/index.ts';
import { Dataset, foldName } from '../../src/dicom/index.ts';
import { emptyCatalog, engines, type TestCatalog } from '../support/engines.ts';
import { arrival, header } from './samples.ts';

const STUDIES = 120;
/** Few letters, so that random patterns meet random values; among them what SQL patterns are made of. */
const letters = ['a', 'B', 'É', '[', ']', '%', '_', ' x', "'", '1'];
/** Letters that fold to other letters, to several, or together with the one before. */
const descriptionLetters = ['a', 'A', 'É', 'e', 'ß', 's', 'か', '\u3099', ' ', 'Ｂ'];
const pick = (seed: number, length: number, from = letters): string =>
  Array.from({ length }, (_, i) => from[(seed * 31 + i * 17 + ((seed >> i) & 7)) % from.length]).join('');

interface Made {
  readonly study: number;
  readonly accession: string;
  readonly name: string;
  readonly description: string;
  readonly date: string;
  readonly time: string;
}

const made: readonly Made[] = Array.from({ length: STUDIES }, (_, study) => ({
  study,
  accession: pick(study * 7 + 1, study % 4).trim(),
  name: [pick(study, study % 3), pick(study + 5, study % 2)].join('^').replace(/[\^ ]+$/, ''),
  description: pick(study * 3 + 2, study % 5, descriptionLetters).trim(),
  date: `202401${String((study % 28) + 1).padStart(2, '0')}`,
  time: ['10', '1030', '103000', '103000.5', '235959'][study % 5]!,
}));

/** PS3.4 C.2.2.2.4, without SQL. */
function matches(value: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${source}$`, 'u').test(value);
}

const fullTime = (time: string, rest: string): string => time.padEnd(13, rest.slice(time.length));

describe.each(engines)('matching on $name is what the standard says', (engine) => {
  let test: TestCatalog;
  beforeAll(async () => {
    test = await emptyCatalog(engine);
    const entries = made.map(({ study, accession, name, description, date, time }) =>
      arrival(
        header(study, 1, 1, {
          AccessionNumber: accession,
          PatientName: name,
          StudyDescription: description,
          PatientID: `P${study}`,
          StudyDate: date,
          StudyTime: time,
        }),
        `c${study}`,
      ),
    );
    await test.catalog.commit(entries);
  });
  afterAll(async () => {
    await test.close();
  });

  async function found(keys: Record<string, string>, ignoreCase = false): Promise<number[]> {
    const options = { root: 'study', relational: true, ignoreCase } as const;
    const query = parseQuery(Dataset.of(keys), 'study', options);
    const wanted = { ...query, attributes: [0x0020000d] };
    const rows = (await Array.fromAsync(test.catalog.find(everything, wanted))).flat();
    return rows.map(([uid]) => Number(String(uid).split('.').at(-1))).sort((a, b) => a - b);
  }

  const expected = (fits: (each: Made) => boolean) => made.filter(fits).map(({ study }) => study);
  const pattern = fc
    .array(fc.constantFrom(...letters, '*', '?'), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('').trim())
    .filter((text) => text !== '');

  it('for patterns of text', async () => {
    await fc.assert(
      fc.asyncProperty(pattern, async (text) => {
        const all = /^\*+$/.test(text);
        expect(await found({ AccessionNumber: text })).toEqual(
          expected(({ accession }) => all || (accession !== '' && matches(accession, text))),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('for patterns of text that is also kept folded, exactly and without case and accents', async () => {
    const part = fc.constantFrom(...descriptionLetters, '*', '?');
    const patterns = fc
      .array(part, { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('').trim())
      .filter((text) => foldName(text) !== '' && !/^\*+$/.test(text));
    await fc.assert(
      fc.asyncProperty(patterns, async (text) => {
        expect(await found({ StudyDescription: text })).toEqual(
          expected(({ description }) => description !== '' && matches(description, text)),
        );
        expect(await found({ StudyDescription: text }, true)).toEqual(
          expected(
            ({ description }) =>
              foldName(description) !== '' && matches(foldName(description), foldName(text)),
          ),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('for patterns of names', async () => {
    await fc.assert(
      fc.asyncProperty(pattern, async (text) => {
        const all = /^[*^]+$/.test(text);
        const folded = foldName(text);
        expect(await found({ PatientName: text })).toEqual(
          expected(({ name }) => all || (name !== '' && matches(foldName(name), folded))),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('for ranges of times and dates', async () => {
    const time = fc.constantFrom('', '09', '10', '1030', '103000', '103000.4', '103001', '23');
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `202401${String(n).padStart(2, '0')}`);
    await fc.assert(
      fc.asyncProperty(time, time, day, day, async (from, to, first, last) => {
        const studies = await found({ StudyTime: `${from}-${to}`, StudyDate: `${first}-${last}` });
        const inTime = (value: string) => {
          const at = fullTime(value, '000000.000000');
          const single = from === to && from !== '';
          if (single) return at === fullTime(from, '000000.000000');
          return (
            (from === '' || at >= fullTime(from, '000000.000000')) &&
            (to === '' || at <= fullTime(to, '235959.999999'))
          );
        };
        expect(studies).toEqual(
          expected((each) => inTime(each.time) && each.date >= first && each.date <= last),
        );
      }),
      { numRuns: 150 },
    );
  });
});
