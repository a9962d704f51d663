/** C-FIND, C-GET and C-MOVE with keys and destinations that are meant to hurt. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, httpTransport } from '../../src/client/index.ts';
import { Dataset, type PlainDataset } from '../../src/dicom/index.ts';
import { corpusInstance } from '../support/corpus.ts';
import { explicit, repeated } from '../support/dicom-bytes.ts';
import { engines } from '../support/engines.ts';
import { readRaw, storeRaw } from '../support/store-scu.ts';
import {
  explicitLittleEndian,
  secretPatient,
  studyRootFind,
  WatchedServer,
} from '../support/watched-server.ts';

const patientRootFind = '1.2.840.10008.5.1.4.1.2.1.1';
const studyRootMove = '1.2.840.10008.5.1.4.1.2.2.2';
const SUCCESS = 0x0000;
const BAD_QUERY = 0xa900;
const CANNOT_UNDERSTAND = 0xc000;
const MOVE_FAILED = 0xa702;
const UNKNOWN_DESTINATION = 0xa801;
/** Longest answer to any of these; an expression that explodes takes for ever. */
const SLOW_MS = 20_000;

const stored = corpusInstance(
  { kind: 'tiny', studies: 1, instancesPerSeries: 1, seed: 77_004, override: () => secretPatient },
  { study: 0, series: 0, instance: 0 },
);

const contexts = [studyRootFind, patientRootFind, studyRootMove].map((abstractSyntax) => ({
  abstractSyntax,
  transferSyntaxes: [explicitLittleEndian],
}));

interface Answer {
  readonly matches: number;
  readonly status: number;
}

describe.each(engines)('queries that are meant to hurt, on $name', (engine) => {
  let watched: WatchedServer;

  beforeAll(async () => {
    watched = await WatchedServer.start(engine);
    const { server } = watched;
    const { nodesAdd } = createClient(httpTransport({ socketPath: `${server.data}/control.sock` }));
    const host = '127.0.0.1';
    await nodesAdd({ name: 'ourselves', aeTitle: 'ISOCENTER', host, port: server.dicomPort });
    await nodesAdd({ name: 'dead', aeTitle: 'DEAD', host, port: 1 });
    expect(await storeRaw(server.peer, [readRaw(stored.encode())])).toEqual([SUCCESS]);
  });
  afterAll(() => watched?.[Symbol.asyncDispose]());

  const wildcards = '*?'.repeat(5_000);
  const nothing: Record<string, PlainDataset> = {
    'SQL in a key': { PatientID: "' OR '1'='1" },
    'SQL that ends the statement': { PatientName: "x'; DROP TABLE study; --" },
    'SQL as a comment': { PatientName: 'x/**/UNION/**/SELECT/**/1' },
    'quotes and percent signs': { PatientName: '%"`\'_' },
    'a regular expression': { PatientName: '(.*)+$^[a-z]{1,9}' },
    'a regular expression that explodes': { PatientID: `${'(a+)+'.repeat(10)}b` },
  };
  it.each(Object.entries(nothing))('%s finds nothing', async (_name, keys) => {
    expect(await find(keys)).toEqual({ matches: 0, status: SUCCESS });
    await watched.assertServes();
    watched.assertDiscreet();
  });

  const everything: Record<string, PlainDataset> = {
    'stars without end in a name': { PatientName: '*'.repeat(10_000) },
    '10,000 wildcards': { PatientID: wildcards.replaceAll('?', '') },
  };
  it.each(Object.entries(everything))('%s is answered or refused at once', async (_name, keys) => {
    expect([SUCCESS, BAD_QUERY]).toContain((await find(keys)).status);
    await watched.assertServes();
  });

  const bad: Record<string, [keys: PlainDataset, reason: RegExp]> = {
    '10,000 wildcards in turn': [{ PatientName: wildcards }, /more than/],
    '10,000 wildcards with letters': [{ PatientName: '*a'.repeat(5_000) }, /more than/],
    'a date that is none': [{ StudyDate: '19511103-NONSENSE' }, /neither a value nor a range of DA/],
    'a level that is none': [{ QueryRetrieveLevel: 'GALAXY' }, /level is missing or unknown/],
    'no level': [{ QueryRetrieveLevel: '' }, /level is missing or unknown/],
    'a list of 100,000 UIDs': [
      { StudyInstanceUID: Array.from({ length: 100_000 }, (_, i) => `1.2.${i}`) },
      /more than|over the limit/,
    ],
  };
  it.each(Object.entries(bad))('%s: A900', async (_name, [keys, reason]) => {
    expect(await watched.survives(() => find(keys), reason)).toEqual({ matches: 0, status: BAD_QUERY });
  });

  const broken: Record<string, Uint8Array> = {
    noise: Buffer.alloc(3_000, 0xe7),
    'sequences 100,000 deep': repeated(explicit(0x00081110, 'SQ', [], 0xffffffff), 100_000),
    '300,000 elements': repeated(explicit(0x00100010, 'PN', 'Geheimnis^Gerda '), 300_000),
    'an element longer than the rest': explicit(0x00100010, 'PN', 'Geheimnis', 50_000),
  };
  it.each(Object.entries(broken))('an identifier of %s: C000', async (_name, identifier) => {
    const answer = await watched.survives(() => find(identifier), /0xC000/);
    expect(answer).toEqual({ matches: 0, status: CANNOT_UNDERSTAND });
  });

  it('the patient level in the study root: A900', async () => {
    const query = () => find({ QueryRetrieveLevel: 'PATIENT' });
    expect((await watched.survives(query, /no patient level/)).status).toBe(BAD_QUERY);
  });

  const destinations: Record<string, [title: string, status: number, reason: RegExp]> = {
    'an unknown title': ['NOBODY', UNKNOWN_DESTINATION, /0xA801 There is no node/],
    'an address': ['10.0.0.1:104', UNKNOWN_DESTINATION, /0xA801/],
    'no title': ['', UNKNOWN_DESTINATION, /0xA801/],
    'a title with control characters': ['A\u0007\nB', UNKNOWN_DESTINATION, /0xA801/],
    'a node that is not there': ['DEAD', MOVE_FAILED, /0xA702/],
  };
  it.each(Object.entries(destinations))('C-MOVE to %s', async (_name, [title, status, reason]) => {
    expect(await watched.survives(() => move(title), reason)).toMatchObject({ status });
  });

  it('C-MOVE to ourselves arrives, and nothing is stored twice', async () => {
    const before = watched.storedCount();
    expect(await move('ISOCENTER')).toMatchObject({ status: SUCCESS, completed: 1, failed: 0 });
    expect(watched.storedCount()).toBe(before);
    await watched.assertServes();
  });

  it('C-MOVE without a study: A900', async () => {
    const everythingThere = () => move('DEAD', '');
    expect(await watched.survives(everythingThere, /unique key/)).toMatchObject({ status: BAD_QUERY });
  });

  it('left nothing behind', async () => {
    await watched.assertNoDescriptorLeft();
    watched.assertDiscreet();
    expect(watched.firstInLog(/\\u00|\\n|\\r/)).toBeUndefined();
  });

  /** A query of studies, and how it ended. */
  async function find(keys: PlainDataset | Uint8Array): Promise<Answer> {
    const started = performance.now();
    const association = await watched.connect(contexts, 'EVIL');
    const identifier =
      keys instanceof Uint8Array
        ? keys
        : Dataset.of({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: '', ...keys });
    const answers = association.find({ sopClassUid: studyRootFind, identifier });
    let matches = 0;
    for (;;) {
      const step = await answers.next();
      if (!step.done) {
        matches++;
        continue;
      }
      await association.release();
      expect(performance.now() - started).toBeLessThan(SLOW_MS);
      return { matches, status: step.value.status };
    }
  }

  async function move(moveDestination: string, study = stored.studyInstanceUid) {
    const association = await watched.connect(contexts, 'EVIL');
    const identifier = Dataset.of({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: study });
    const result = await association.move({ sopClassUid: studyRootMove, identifier, moveDestination });
    await association.release();
    return result;
  }
});
