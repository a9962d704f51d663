import { describe, expect, test } from 'vitest';
import { IsocenterError } from '../../base/index.ts';
import { atPlace } from '../../contract/index.ts';
import { newFile } from './new-file.ts';
import { emptyPlan } from './plan.ts';
import { readPlan } from './read-plan.ts';

const offer = (name: string) => {
  if (name !== 'lab.report') throw new IsocenterError('extension/unknown', { name });
  return { about: '', elements: [], files: false, repeatable: false };
};
const extensions = { action: offer, condition: offer, versionOf: () => '' };
const read = (text: string) =>
  readPlan(text, { targetFolders: ['/nas', '/home/lab/'], sourceFolders: ['/nas'], extensions });
const problemsOf = (text: string) =>
  read(text).problems?.map(({ line, place, reason }) => `${line} ${atPlace(place, reason.title)}`);
const codesOf = (text: string) => read(text).problems?.map(({ place, reason }) => `${place}: ${reason.code}`);

const good = `
tables:
  labs:
    "SMITH^JOHN": smith-lab
trees:
  by-physician:
    owner: anna
    folder: /nas/imaging
    names: "{ReferringPhysicianName:table=labs|unknown}/{InstanceNumber:05}.dcm"
    if: { Modality: [CT, MR], not: { label: private } }
    fileMode: "0640"
`;

describe('the automation file', () => {
  test('is a plan', () => {
    expect(read(good).plan?.trees).toMatchObject([
      {
        name: 'by-physician',
        owner: { kind: 'user', name: 'anna' },
        folder: '/nas/imaging',
        root: '/nas',
        fileMode: 0o640,
      },
    ]);
  });

  test.each(['', '# nothing yet\n', newFile])('may say nothing: %j', (text) => {
    expect(read(text).plan).toEqual(emptyPlan);
  });

  test('begins with examples that can be used', () => {
    const examples = newFile.replace(/^# (?=\w+:$| {2})/gm, '');
    expect(read(examples).plan).toMatchObject({
      trees: [{ name: 'by-physician' }],
      inboxes: [{ name: 'scanner-share', quietMs: 30_000, taken: 'delete' }],
      retention: [{ name: 'old-trial', isOn: false, marks: { high: 85, low: 75 } }],
      rules: [{ name: 'convert-mr' }],
      schedules: [{ name: 'nightly' }],
    });
  });

  test('tells all its mistakes, each with its line', () => {
    expect(
      problemsOf(`trees:
  good:
    folder: /nas/good
    names: "{PatientID}.dcm"
  far:
    folder: /etc
    names: "{PatientNam}.dcm"
    if:
      all:
        - Modality: CT
        - SeriesDescription: { matches: "(" }
        - Modalty: MR
  linked:
    folder: /nas/linked
    names: "{PatientID:table=labs}"
    form: hard link
    group: 100
`),
    ).toEqual([
      expect.stringMatching(/^6 trees > far > folder: .*targetFolders/),
      expect.stringMatching(/^7 trees > far > names: .*PatientNam/),
      expect.stringMatching(/^11 .*SeriesDescription/),
      expect.stringMatching(/^12 .*Modalty/),
      expect.stringMatching(/^15 .*labs/),
      expect.stringMatching(/^16 .*hard link/),
    ]);
  });

  test('tells what is wrong with rules, each with its line', () => {
    expect(
      problemsOf(`rules:
  good:
    when: study quiet
    do: [{ label: seen }]
  bad:
    when: study quiet
    if: { Modalty: MR }
    do:
      - set: { StudyInstanceUID: "1.2" }
      - set: { PatientID: { from: PatientID, table: none } }
      - nifti: { folder: /etc }
      - nifti: keep
      - unlabel: protected
`),
    ).toEqual([
      expect.stringMatching(/^7 .*Modalty/),
      expect.stringMatching(/^9 .*StudyInstanceUID/),
      expect.stringMatching(/^10 .*none/),
      expect.stringMatching(/^11 .*targetFolders/),
      expect.stringMatching(/^13 .*isocenter unprotect/),
    ]);
    expect(problemsOf('rules: { a: { when: never, do: [] } }')).toHaveLength(2);
    const timed = (words: string) => problemsOf(`rules: { a: { when: ${words}, do: [{ label: x }] } }`);
    expect(timed('schedule, at: "0 1 * * *"')).toBeUndefined();
    expect(timed('schedule')).toEqual([expect.stringMatching(/needs at/)]);
    expect(timed('manual, timeZone: UTC')).toEqual([expect.stringMatching(/needs at/)]);
    expect(timed('schedule, at: "61 1 * * *"')).toEqual([expect.stringMatching(/a > at/)]);
    expect(problemsOf('rules: { a: { when: manual, do: [{ label: x, send: y }] } }')).toEqual([
      expect.stringMatching(/a > do > 0: Exactly one of these .*: label, unlabel/),
    ]);
    expect(problemsOf('rules: { a: { when: manual, do: [{ command: { run: [ls] } }] } }')).toEqual([
      expect.stringMatching(/no absolute path/),
    ]);
  });

  test('tells of extensions that are not there, each with its line', () => {
    const text = (name: string) => `rules:
  told:
    when: study quiet
    if:
      not: { extension: ${name} }
    do:
      - extension: { name: ${name}, with: { to: lab } }
trees:
  asks:
    folder: /nas/asks
    names: x
    if: { extension: lab.report }
retention:
  asks-too:
    olderThanDays: 1
    if: { extension: lab.report }
`;
    expect(problemsOf(text('lab.repot'))).toEqual([
      expect.stringMatching(/^5 .*lab\.repot/),
      expect.stringMatching(/^7 .*lab\.repot/),
      expect.stringMatching(/^12 .*rules only/),
      expect.stringMatching(/^16 .*rules only/),
    ]);
    expect(problemsOf(text('lab.report'))).toHaveLength(2);
    expect(problemsOf(text('lab'))).toEqual(
      expect.arrayContaining([expect.stringMatching(/series-log\.append/)]),
    );
  });

  test.each([
    ['trees: [', /^\d+ /],
    ['trees:\n  a: { folder: /nas/x }\n', /^2 trees > a > names/],
    ['trees:\n  Capital: { folder: /nas/x, names: x }\n', /^2 trees > Capital/],
    ['trees:\n  a:\n    folder: /nas/x\n    names: x\n    colour: blue\n', /colour/],
    ['trees:\n  a: &a { folder: /nas/x, names: x }\n  a: *a\n', /^3 /],
    ['just text', /^1 /],
    ['trees: { a: { folder: /nas/../etc, names: x } }', /targetFolders/],
    ['trees: { a: { folder: /nasty, names: x } }', /targetFolders/],
    ['trees: { a: { folder: /nas/x, names: x }, b: { folder: /nas/x/, names: y } }', /b > folder: .*"a"/],
  ])('%j is told', (text, problem) => {
    expect(problemsOf(text)?.join('\n')).toMatch(problem);
  });

  test.each([
    ['trees: { Capital: { folder: /nas/x, names: x } }', 'trees > Capital: plan/no-name'],
    ['trees: { a: { folder: /nas/x, names: x, fileMode: 9 } }', 'trees > a > fileMode: plan/no-mode'],
    ['trees: { a: { folder: /nas/x, names: [] } }', 'trees > a > names: plan/no-text'],
    ['trees: { a: { folder: /nas/x } }', 'trees > a > names: plan/missing'],
    ['trees: { a: { folder: /, names: x } }', 'trees > a > folder: plan/too-short'],
    ['trees: { a: { folder: /nas/x, names: x, group: 1.5 } }', 'trees > a > group: plan/no-whole-number'],
    ['trees: { a: { folder: /nas/x, names: x, keepDays: -1 } }', 'trees > a > keepDays: plan/below'],
    ['trees: { a: { folder: /nas/x, names: x, on: sure } }', 'trees > a > on: plan/no-boolean'],
    ['trees: { a: { folder: /nas/x, names: x, options: 7 } }', 'trees > a > options: plan/no-object'],
    [
      'inboxes: { a: { folder: /nas/x, taken: { move: a/b } } }',
      'inboxes > a > taken > move: plan/no-subfolder',
    ],
    [
      'inboxes: { a: { folder: /nas/x, taken: { move: not-taken } } }',
      'inboxes > a > taken > move: plan/not-taken-folder',
    ],
    ['retention: { a: { olderThanDays: 99999 } }', 'retention > a > olderThanDays: plan/above'],
    ['retention: { a: { olderThanDays: 1, untilBelow: 7 } }', 'retention > a: plan/both-or-neither'],
    ['rules: { a: { when: manual, do: label } }', 'rules > a > do: plan/no-list'],
    ['rules: { a: { when: manual, do: [{ set: {} }] } }', 'rules > a > do > 0 > set: plan/empty'],
    ['rules: { a: { when: manual, do: [{ label: "" }] } }', 'rules > a > do > 0 > label: plan/empty'],
    ['rules: { a: { when: manual, do: [{ webhook: lab }] } }', 'rules > a > do > 0 > webhook: plan/no-url'],
    ['rules: { a: { when: manual, do: [{ webhook: 7 }] } }', 'rules > a > do > 0 > webhook: plan/unclear'],
    [
      'rules: { a: { when: manual, do: [{ webhook: { ulr: x } }] } }',
      'rules > a > do > 0 > webhook > ulr: plan/unknown-word',
    ],
    [
      'rules: { a: { when: manual, do: [{ notify: { mail: ada } }] } }',
      'rules > a > do > 0 > notify > mail: plan/no-mail-address',
    ],
    [
      'rules: { a: { when: manual, do: [{ nifti: { bids: true } }] } }',
      'rules > a > do > 0 > nifti: plan/bids-folder',
    ],
    [
      'rules: { a: { when: manual, do: [{ command: { run: [/x], environment: { a-b: x } } }] } }',
      'rules > a > do > 0 > command > environment > a-b: plan/no-variable',
    ],
    [
      'rules: { a: { when: manual, if: { Modality: { matches: "(" } }, do: [{ label: x }] } }',
      'rules > a > if > Modality: plan/no-pattern',
    ],
    ['extensions: { a: { read: [x] } }', 'extensions > a > read > 0: plan/no-absolute-path'],
    [
      'schedules: { a: { at: "0 1 * * *", retrieve: { node: n, studies: { a-b: x } } } }',
      'schedules > a > retrieve > studies > a-b: plan/no-element',
    ],
    [
      'schedules: { a: { at: "0 1 * * *", retrieve: { node: n, studies: {} } } }',
      'schedules > a > retrieve > studies: plan/no-key',
    ],
    ['schedules: { a: { at: "0 1 * * *", retrieve: { node: n } } }', 'schedules > a > retrieve: plan/one-of'],
    [
      'schedules: { a: { at: "0 1 * * *", notify: {}, retrieve: { node: n, studies: { PatientID: x } } } }',
      'schedules > a > notify: plan/one-of',
    ],
    ['trees: [', ': plan/no-yaml'],
  ])('%j has a code and a place', (text, mistake) => {
    expect(codesOf(text)).toContain(mistake);
  });

  test('aliases that grow without end, and conditions without end, end', () => {
    const bomb = Array.from({ length: 12 }, (_, i) => `  x${i + 1}: &x${i + 1} [${`*x${i},`.repeat(9)}]`);
    expect(problemsOf(`a:\n  x0: &x0 [1]\n${bomb.join('\n')}`)).toHaveLength(1);
    const deep = `trees: { a: { folder: /nas/x, names: x, if: ${'{not: '.repeat(20_000)}{}${'}'.repeat(20_000)} } }`;
    expect(problemsOf(deep)?.length).toBeGreaterThan(0);
    expect(problemsOf('x'.repeat(2 ** 20 + 1))).toHaveLength(1);
  });
});
