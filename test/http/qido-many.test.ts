/** More than 10,000 answers: they are counted up to there, and what did not come is told of. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { arrival, header } from '../catalog/samples.ts';
import { type DicomWebServer, openDicomWeb } from '../support/dicom-web-server.ts';

const EXACT = 10_000;
const AT_ONCE = 1_000;

let server: DicomWebServer;

/** Studies are only in the catalog: nothing is read of their files. */
async function addStudies(from: number, to: number): Promise<void> {
  for (let first = from; first <= to; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, to - first + 1);
    const entries = Array.from({ length: count }, (_, at) =>
      arrival(header(first + at, 1, 1, { PatientID: `P${first + at}` }), `s${first + at}`),
    );
    await server.temporary.parts.catalog.commit(entries);
  }
}

beforeAll(async () => {
  server = await openDicomWeb();
  await addStudies(1, EXACT);
});
afterAll(() => server[Symbol.asyncDispose]());

async function told(path: string) {
  const response = await server.get(path);
  expect(response.status).toBe(200);
  const rows = (await response.json()) as unknown[];
  const { headers } = response;
  return { rows: rows.length, total: headers.get('x-total-count'), warning: headers.get('warning') };
}

const more = (count: string) => `299 isocenter "There are ${count} additional results that can be requested"`;

it('10,000 are counted exactly; beyond, it is said that there are more', async () => {
  expect(await told('/studies?limit=10')).toEqual({ rows: 10, total: '10000', warning: more('9990') });
  await addStudies(EXACT + 1, EXACT + 2);
  for (const path of ['/studies', '/series', '/instances'])
    expect(await told(`${path}?limit=10&offset=20`), path).toEqual({
      ...{ rows: 10, total: '10000+', warning: more('more than 9970') },
    });
  // Longer than what is answered in one piece.
  expect(await told('/studies?limit=2000')).toEqual({
    ...{ rows: 2_000, total: '10000+', warning: more('more than 8000') },
  });
  expect(await told('/studies')).toEqual({ rows: EXACT + 2, total: '10000+', warning: null });
  expect(await told(`/studies?limit=10&offset=${EXACT}`)).toMatchObject({ rows: 2, total: '10000+' });
});
