/** A structured report whose text is a page: wherever it comes back, it is text. */
import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Dataset } from '../../src/dicom/index.ts';
import { isocenterJson } from '../support/command-line.ts';
import { encodeFile, uid } from '../support/corpus.ts';
import { waitFor } from '../support/processes.ts';
import { type IsocenterServer, startIsocenter } from '../support/server.ts';

const BASIC_TEXT_SR = '1.2.840.10008.5.1.4.1.1.88.11';
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const script = (n: number) => `<script>alert(${n})</script>`;
const [study, series, instance] = [uid(78, 1), uid(78, 1, 1), uid(78, 1, 1, 1)];
const code = (meaning: string) => ({ CodeValue: '1', CodingSchemeDesignator: '99X', CodeMeaning: meaning });

const report = encodeFile(
  Dataset.of({
    ...{ SOPClassUID: BASIC_TEXT_SR, SOPInstanceUID: instance },
    ...{ StudyInstanceUID: study, SeriesInstanceUID: series, Modality: 'SR' },
    ...{ PatientID: 'REPORT', PatientName: 'Report^Gerda', StudyDescription: script(1) },
    ...{ SeriesDescription: script(2), CompletionFlag: 'COMPLETE', VerificationFlag: 'UNVERIFIED' },
    ...{
      ValueType: 'CONTAINER',
      ContinuityOfContent: 'SEPARATE',
      ConceptNameCodeSequence: [code(script(3))],
    },
    ContentSequence: [
      {
        ...{ RelationshipType: 'CONTAINS', ValueType: 'TEXT', ConceptNameCodeSequence: [code(script(4))] },
        TextValue: `${script(5)}<img src=x onerror=alert(6)> finding`,
      },
    ],
  }),
  BASIC_TEXT_SR,
  instance,
  EXPLICIT_LITTLE_ENDIAN,
);

let server: IsocenterServer;
let url = '';
let authorization = '';

beforeAll(async () => {
  server = await startIsocenter({ args: ['--series-quiet-seconds', '1', '--study-quiet-seconds', '1'] });
  url = `http://127.0.0.1:${server.httpPort}`;
  const create = ['token', 'create', 'admin', '--role', 'administrator'];
  authorization = `Bearer ${(await isocenterJson<{ token: string }>(server, create)).token}`;
  const headers = { authorization, 'content-type': 'application/dicom' };
  const body = Buffer.from(report);
  expect((await fetch(`${url}/api/instances`, { method: 'POST', headers, body })).status).toBe(200);
}, 60_000);
afterAll(() => server?.stop());

const base = `/dicom-web/studies/${study}`;
const one = `${base}/series/${series}/instances/${instance}`;

it.each([
  [`${one}/metadata`, 'application/dicom+json', 200],
  [`${one}/metadata`, 'multipart/related; type="application/dicom+xml"', 200],
  [`${base}/metadata`, 'application/dicom+json', 200],
  ['/dicom-web/studies?includefield=all', 'application/dicom+json', 200],
  ['/dicom-web/instances?includefield=all', 'application/dicom+json', 200],
  [`${one}/bulkdata/0040A730/0/0040A160`, '*/*', 200],
  [`${one}/rendered`, 'text/html', 406],
  [`${one}/rendered`, '*/*', 404],
  [one, 'text/html', 406],
  [`/api/studies/${study}`, '*/*', 200],
  [`/api/instances/${instance}`, 'text/html', 200],
])('%s as %s is no page', async (path, accept, status) => {
  const response = await fetch(`${url}${path}`, { headers: { authorization, accept } });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  expect({ status: response.status, type }).toMatchObject({ status });
  expect(type).not.toMatch(/html|svg/);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
  if (/xml/.test(type)) {
    expect(text).toContain('&lt;script&gt;alert(5)');
    expect(text).not.toMatch(/<script|<img/);
  }
});

it('stands as text on the page of the study', async () => {
  const pages = () => globSync(`${server.data}/studies/*/*/index.html`);
  await waitFor('the page of the study', async () => pages().length > 0, { timeoutMs: 60_000 });
  const page = readFileSync(pages()[0]!, 'utf8');
  expect(page).toContain('&lt;script&gt;alert(1)');
  expect(page).not.toMatch(/<script>alert|<img src=x/);
}, 90_000);
