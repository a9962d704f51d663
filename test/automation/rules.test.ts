import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { handedOver, readCursor } from '../../src/automation/rules/rule-run.ts';
import { IsocenterError } from '../../src/base/index.ts';
import { attentionInWords, everything } from '../../src/contract/index.ts';
import { parseElementPath, stringsAt } from '../../src/dicom/index.ts';
import type { Mail } from '../../src/net/index.ts';
import { TemporaryAutomation } from '../support/automation.ts';
import { corpusInstance } from '../support/corpus.ts';
import { engines } from '../support/engines.ts';
import { drain, tester } from '../support/temp-archive.ts';

const go = new AbortController().signal;
const shape = { kind: 'tiny', studies: 1, instancesPerSeries: 3 } as const;
const { studyInstanceUid: first } = corpusInstance(shape, { study: 0, series: 0, instance: 0 });

describe.each(engines)('rules on $name', (engine) => {
  let home: TemporaryAutomation;
  beforeEach(async () => {
    home = await TemporaryAutomation.open(engine);
    await home.jobs.start();
  });
  afterEach(() => home[Symbol.asyncDispose]());

  const say = (rules: Readonly<Record<string, unknown>>, more: object = {}) =>
    home.say(JSON.stringify({ rules, ...more }));
  const look = () => home.automation.lookNow(go);
  const runs = (filter: { rule?: string; study?: string } = {}) =>
    home.automation.rules.runs({ limit: 100, ...filter });
  const quiet = () => home.temporary.parts.catalog.markQuiet({ seriesMs: 0, studyMs: 0 });
  const labels = async (uid = first) =>
    (await home.temporary.archive.labels(tester, everything, { target: 'study', uid })).map(
      ({ name }) => name,
    );
  /** Until nothing waits. */
  async function settled(): Promise<void> {
    await look();
    await expect
      .poll(async () => (await runs()).filter(({ state }) => state === 'new' || state === 'waiting'), {
        timeout: 20_000,
      })
      .toEqual([]);
  }

  it('do what they say, in order, once for what happened after they were said', async () => {
    await home.take();
    await quiet();
    await say({ all: { when: 'study quiet', do: [{ label: 'seen' }, { label: 'twice' }] } });
    await look();
    await home.take({ firstStudy: 1 });
    await quiet();
    await settled();
    const [run, another] = await runs();
    expect(another).toBeUndefined();
    expect(run).toMatchObject({
      ...{ rule: 'all', when: 'study quiet', state: 'done', problem: null },
      steps: [
        { action: 'label', state: 'done' },
        { action: 'label', state: 'done' },
      ],
    });
    expect(await labels(run!.studyInstanceUid)).toEqual(['seen', 'twice']);
    const note = { action: 'edit', via: 'rule all', studies: [run!.studyInstanceUid], outcome: 'done' };
    expect(home.notes).toMatchObject([note, note]);
    expect(await labels()).toEqual([]);
    await look();
    expect(await runs()).toHaveLength(1);
    // A job may be quicker than who hands its run over.
    await home.temporary.parts.catalog.engine.write(() => handedOver(run!.id));
    expect(await runs()).toMatchObject([{ state: 'done' }]);
  });

  it('look at images, series, studies and labels; each says why', async () => {
    await say({
      images: { when: 'instance received', if: { InstanceNumber: { atMost: 2 } }, do: [{ label: 'i' }] },
      series: { when: 'series quiet', if: { SeriesNumber: 2 }, do: [{ label: 's' }] },
      none: { when: 'series quiet', if: { Modality: 'XX' }, do: [{ label: 'never' }] },
      marked: { when: 'label set', if: { label: 's' }, do: [{ label: 'm' }, { unlabel: 's' }] },
    });
    await look();
    await home.take({ seriesPerStudy: 2 });
    await quiet();
    await settled();
    await settled();
    const { seriesInstanceUid } = corpusInstance(
      { ...shape, seriesPerStudy: 2 },
      { study: 0, series: 1, instance: 0 },
    );
    expect(await runs({ rule: 'images' })).toMatchObject([{ images: 4, matched: { InstanceNumber: '1' } }]);
    expect(await runs({ rule: 'series' })).toMatchObject([
      { seriesInstanceUids: [seriesInstanceUid], matched: { SeriesNumber: '2' } },
    ]);
    expect(await runs({ rule: 'none' })).toEqual([]);
    expect(await labels()).toEqual(['i', 'm']);
    expect((await runs({ study: first })).length).toBe(3);
  });

  it('are asked how many images and series there are', async () => {
    await say({
      big: {
        when: 'study quiet',
        if: { NumberOfStudyRelatedInstances: { atLeast: 6 } },
        do: [{ label: 'big' }],
      },
      short: {
        ...{ when: 'study quiet', do: [{ label: 'short' }] },
        if: { NumberOfStudyRelatedSeries: 2, NumberOfSeriesRelatedInstances: { below: 3 } },
      },
    });
    await look();
    await home.take();
    await quiet();
    await settled();
    expect(await runs()).toEqual([]);
    await home.take({ seriesPerStudy: 2 });
    await quiet();
    await settled();
    expect(await runs()).toMatchObject([{ rule: 'big', matched: { NumberOfStudyRelatedInstances: '6' } }]);
    expect(await labels()).toEqual(['big']);
    const tried = await home.automation.rules.tryOut({ name: 'big', limit: 10 });
    expect(tried.studies).toMatchObject([{ matched: { NumberOfStudyRelatedInstances: '6' } }]);
  });

  it('set attributes by tables as an edit, and what is so already is none', async () => {
    await home.take();
    const { patientId } = corpusInstance(shape, { study: 0, series: 0, instance: 0 });
    await say(
      {
        rename: {
          when: 'manual',
          do: [{ set: { PatientID: { from: 'PatientID', table: 'subjects' }, PatientComments: 'mapped' } }],
        },
      },
      { tables: { subjects: { [patientId]: 'SUB-01' } } },
    );
    await look();
    expect((await drain(home.automation.rules.replay('rename', { signal: go }))).result).toEqual({
      ...{ studies: 1, begun: 1, doneBefore: 0 },
    });
    await settled();
    expect(await runs()).toMatchObject([{ state: 'done' }]);
    const [page] = await Array.fromAsync(
      home.temporary.archive.select(tester, everything, [{ studyInstanceUids: [first] }]),
    );
    const { dataset } = await home.temporary.archive.header(tester, everything, page![0]!);
    const says = (element: string) => stringsAt(dataset, parseElementPath(element));
    expect([says('PatientID'), says('PatientComments')]).toEqual([['SUB-01'], ['mapped']]);
    expect(await home.temporary.archive.revisions(tester, everything, page![0]!)).toHaveLength(2);
    const doneSince = new Date().toISOString();
    for (const begun of [1, 0])
      expect((await drain(home.automation.rules.replay('rename', { doneSince, signal: go }))).result).toEqual(
        {
          ...{ studies: 1, begun, doneBefore: 1 - begun },
        },
      );
    await settled();
    // Other contents by now: asked again, it finds nothing to do.
    await drain(home.automation.rules.replay('rename', { signal: go }));
    await settled();
    expect(await home.temporary.archive.revisions(tester, everything, page![0]!)).toHaveLength(2);
    expect((await drain(home.automation.rules.replay('rename', { signal: go }))).result).toMatchObject({
      begun: 0,
      doneBefore: 1,
    });
  });

  it('look on where they were when the file could not be used at a start', async () => {
    const cursor = () => home.temporary.parts.catalog.engine.read(() => readCursor());
    await say({ all: { when: 'series quiet', do: [{ label: 'seen' }] } });
    await look();
    const before = await cursor();
    expect(before).toBeDefined();
    const file = home.temporary.directory.join('automation.yaml');
    const good = readFileSync(file);
    writeFileSync(file, 'rules: [');
    const again = home.again();
    await again.lookNow(go);
    expect(again.problems()).toHaveLength(1);
    expect(await cursor()).toBe(before);
    writeFileSync(file, good);
    await again.lookNow(go);
    expect(again.problems()).toEqual([]);
    expect(await cursor()).toBe(before);
  });

  it('are tried on what is there before they are on', async () => {
    await home.take({ studies: 3 });
    const preview = (rule: object) =>
      home.automation.previewRule({ rule: { ...rule }, tables: {}, limit: 2 });
    expect(await preview({ when: 'study quiet', do: [{ label: 'x' }, { send: 'PACS' }] })).toMatchObject({
      problems: [],
      studies: [{ matched: {} }, {}],
      actions: [
        { action: 'label', about: 'x' },
        { action: 'send', about: 'PACS' },
      ],
    });
    expect(
      await preview({ when: 'study quiet', if: { Modality: 'XX' }, do: [{ label: 'x' }] }),
    ).toMatchObject({
      ...{ studies: [], looked: 3 },
    });
    expect(
      (await preview({ when: 'never', if: { Modalty: 'CT' }, do: [{ fly: 1 }] })).problems.length,
    ).toBeGreaterThan(1);
    expect(await labels()).toEqual([]);
    expect(await runs()).toEqual([]);
  });

  it('run programs with what they work on, and say why one failed; tried again they go on there', async () => {
    await say({
      qa: {
        when: 'series quiet',
        do: [
          { label: 'before' },
          {
            command: {
              run: [
                '/bin/sh',
                '-c',
                'test -e "$1" || { echo not yet >&2; exit 3; }',
                'qa',
                home.targets.join('flag'),
              ],
            },
          },
          { command: { run: ['/bin/sh', '-c', 'ls "$1"; cat; env', 'files', '{files}'] } },
        ],
      },
    });
    await look();
    await home.take();
    await quiet();
    await settled();
    const [failed] = await runs();
    expect(failed).toMatchObject({ state: 'failed', problem: { title: expect.stringContaining('not yet') } });
    expect(failed!.steps.map(({ state }) => state)).toEqual(['done', 'failed', 'waiting']);
    writeFileSync(home.targets.join('flag'), '');
    // What became of it is noted a moment before its job ends.
    await expect.poll(async () => (await home.jobs.get(undefined, failed!.id)).state).toBe('failed');
    await home.jobs.retry(undefined, failed!.id);
    await expect.poll(async () => (await runs())[0]!.state, { timeout: 20_000 }).toBe('done');
    const children = await home.jobs.list(undefined, { parent: failed!.id, limit: 10 });
    const { said } = children[0]!.result as { said: string };
    const { sopInstanceUid } = corpusInstance(shape, { study: 0, series: 0, instance: 1 });
    expect(said).toContain(`${sopInstanceUid}.dcm`);
    expect(said).toContain(first);
    expect(said).not.toContain('PATH=/usr');
    // Labelled once.
    expect(children.filter(({ kind }) => kind === 'ruleLabel')).toHaveLength(1);
  });

  it('hand images over to a cluster in a folder that stays; one that nobody was told of goes', async () => {
    const folder = home.targets.join('cluster');
    const submit = {
      ...{ folder, script: '#!/bin/sh\nls images | wc -l > "$PWD/counted"\n' },
      run: [
        '/bin/sh',
        '-c',
        'test "$PWD" = "$1" && "$2" && echo Submitted 42',
        'sbatch',
        '{folder}',
        '{script}',
      ],
    };
    await say({
      computed: { when: 'study quiet', do: [{ submit }] },
      refused: {
        when: 'study quiet',
        do: [{ submit: { folder, run: ['/bin/sh', '-c', 'echo no partition >&2; exit 1'] } }],
      },
    });
    await look();
    await home.take();
    await quiet();
    await settled();
    expect(await runs({ rule: 'refused' })).toMatchObject([
      { state: 'failed', problem: { title: expect.stringContaining('no partition') } },
    ]);
    expect(await runs({ rule: 'computed' })).toMatchObject([
      { state: 'done', steps: [{ action: 'submit', about: folder, note: 'Submitted 42' }] },
    ]);
    const [handed, another] = readdirSync(folder);
    expect(handed).toContain(first);
    expect(another).toBeUndefined();
    const inHanded = (name: string) => readFileSync(join(folder, handed!, name), 'utf8');
    expect(inHanded('counted').trim()).toBe('3');
    const { rule, subject, images } = JSON.parse(inHanded('manifest.json'));
    expect({ rule, subject }).toMatchObject({ rule: 'computed', subject: { studyInstanceUid: first } });
    expect(images).toHaveLength(3);
    for (const image of images) expect(inHanded(image).slice(128, 132)).toBe('DICM');
    const elsewhere = { when: 'study quiet', do: [{ submit: { ...submit, folder: '/srv' } }] };
    const { problems } = await home.automation.previewRule({ rule: elsewhere, tables: {}, limit: 1 });
    expect(problems).toMatchObject([
      { place: 'do > 0', reason: { code: 'automation/target', params: { folder: '/srv' } } },
    ]);
  });

  it('call servers, signed, again while they are busy', async () => {
    const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
    await using server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.statusCode = request.url === '/no' ? 403 : 204;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await say({
      told: {
        when: 'study quiet',
        do: [
          { webhook: `${url}/hook` },
          { notify: { url: `${url}/topic`, title: 'Röntgen 夜', text: '{rule} {series}' } },
        ],
      },
      refused: { when: 'study quiet', do: [{ webhook: `${url}/no` }] },
      metadata: { when: 'study quiet', do: [{ webhook: 'http://169.254.169.254/latest' }] },
    });
    await look();
    await home.take();
    await quiet();
    await settled();
    expect(await runs({ rule: 'told' })).toMatchObject([{ state: 'done', problem: null }]);
    expect(await runs({ rule: 'refused' })).toMatchObject([
      { state: 'failed', problem: { title: expect.stringContaining('403') } },
    ]);
    expect(await runs({ rule: 'metadata' })).toMatchObject([
      { state: 'failed', problem: { title: expect.stringContaining('169.254.169.254') } },
    ]);
    const hook = calls.find(({ body }) => body.includes('"told"'))!;
    const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(
      String(hook.headers['isocenter-signature']),
    )!;
    const key = await home.automation.signingKey();
    expect(signature).toBe(createHmac('sha256', key).update(`${seconds}.${hook.body}`).digest('hex'));
    expect(JSON.parse(hook.body)).toMatchObject({ rule: 'told', subject: { studyInstanceUid: first } });
    const { headers } = calls.find(({ body }) => body === 'told 1')!;
    expect(headers.title).toBe(`=?UTF-8?B?${Buffer.from('Röntgen 夜').toString('base64')}?=`);
  });

  it('say at once that they cannot mail where no mail server is set', async () => {
    home.hasMailServer = false;
    const automation = home.again();
    const rule = { when: 'study quiet', do: [{ notify: { mail: 'ada@example.org', text: 'done' } }] };
    const { digest } = await automation.show();
    const rules = { mails: rule, off: { ...rule, on: false } };
    await automation.file.save(JSON.stringify({ rules }), digest);
    const [mails, off] = await automation.rules.list();
    expect(mails!.problem).toMatchObject({ code: 'mail/none' });
    expect(off!.problem).toBeNull();
    expect(automation.problems().map(attentionInWords)).toEqual([
      expect.stringMatching(/^Rule mails: No mail server/),
    ]);
  });

  it('mail people, and try again while the mail server is busy', async () => {
    const sent: Mail[] = [];
    let isBusy = true;
    home.mail = async (mail) => {
      if (isBusy) {
        isBusy = false;
        throw new IsocenterError('mail/busy', { host: 'mail', reason: 'later' });
      }
      sent.push(mail);
    };
    await say({
      mailed: { when: 'study quiet', do: [{ notify: { mail: 'ada@example.org', text: '{rule} {series}' } }] },
    });
    await look();
    await home.take();
    await quiet();
    await settled();
    expect(await runs({ rule: 'mailed' })).toMatchObject([{ state: 'done', problem: null }]);
    expect(sent).toMatchObject([{ to: ['ada@example.org'], subject: 'Isocenter', text: 'mailed 1' }]);
  });

  it('that call themselves rest, and that is told', async () => {
    await say({
      ping: { when: 'label set', if: { label: 'a' }, do: [{ unlabel: 'a' }, { label: 'b' }] },
      pong: { when: 'label set', if: { label: 'b' }, do: [{ unlabel: 'b' }, { label: 'a' }] },
    });
    await look();
    await home.take();
    await home.temporary.archive.label(tester, everything, {
      target: 'study',
      uid: first,
      name: 'a',
      value: '',
    });
    for (let round = 0; round < 50 && home.automation.problems().length === 0; round++) await settled();
    expect(home.automation.problems().map(attentionInWords)).toEqual([
      expect.stringContaining('more than 20 times in an hour'),
    ]);
    expect((await runs({ rule: 'ping' })).length).toBe(20);
  }, 60_000);

  it('stop when they are taken away or their owner may do nothing any more', async () => {
    await say({ gone: { when: 'study quiet', do: [{ label: 'x' }] } });
    await look();
    home.owner.caller = { ...home.owner.caller!, rights: new Set() };
    await home.take();
    await quiet();
    await look();
    expect(home.automation.problems().map(attentionInWords)).toEqual([expect.stringContaining('gone')]);
    expect(await runs()).toEqual([]);
  });
});
