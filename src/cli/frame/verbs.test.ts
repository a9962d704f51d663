/** The verbs against a client that the test scripts: arguments in, calls and output out. */
import { describe, expect, it } from 'vitest';
import { fakeControl } from '../../../test/support/fake-control.ts';
import { IsocenterError } from '../../base/index.ts';
import { createClient, inProcessTransport } from '../../client/index.ts';
import { type ControlApi, localAdministrator, saidProblem } from '../../contract/index.ts';
import { verbs } from '../verbs/index.ts';
import type { Cli } from './cli.ts';
import { runReported } from './process.ts';

interface Run {
  readonly code: number;
  readonly printed: string;
  readonly told: string;
}

async function run(
  line: string[],
  operations: Partial<ControlApi> = {},
  signal = new AbortController().signal,
) {
  const printed: string[] = [];
  const told: string[] = [];
  const caller = { ...localAdministrator, actor: { kind: 'local', name: 'test' } } as const;
  const cli: Cli = {
    out: {
      print: (text) => void printed.push(text),
      tell: (text) => void told.push(text),
      isTerminal: false,
      width: undefined,
    },
    env: {},
    signal,
    connect: async () => ({
      client: createClient(inProcessTransport(fakeControl(operations), caller)),
      isServer: true,
      [Symbol.asyncDispose]: async () => {},
    }),
    exitCode: 0,
  };
  await runReported(cli, line);
  return { code: cli.exitCode, printed: printed.join('\n'), told: told.join('\n') } satisfies Run;
}

const transfer = { troubles: [], troublesLeftOut: 0, bytes: 35_000, seconds: 2 };

describe('every verb', () => {
  it.each(Object.keys(verbs))('%s --help has examples', async (name) => {
    const { code, printed } = await run([name, '--help']);
    expect(code).toBe(0);
    expect(printed).toMatch(new RegExp(`Examples:\\n  isocenter ${name}`));
  });
});

describe('find', () => {
  const rows = [
    { PatientName: 'DOE^JOHN', PatientID: '42', NumberOfStudyRelatedInstances: 3, StudyInstanceUID: '1.2' },
  ];

  it('asks for the level and keys given, and prints a table', async () => {
    let asked: unknown;
    const { printed, told, code } = await run(
      ['find', 'study', 'PatientName=DOE*', 'StudyDate=', '--limit', '5'],
      {
        find: async (request) => {
          asked = request;
          return { rows, more: true };
        },
      },
    );
    expect(asked).toMatchObject({ level: 'study', match: { PatientName: 'DOE*', StudyDate: '' }, limit: 5 });
    expect(printed).toMatch(/^Patient .*Images .*StudyInstanceUID\nDOE\^JOHN +42 .* 3 +1\.2$/);
    expect(told).toMatch(/more/);
    expect(code).toBe(0);
  });

  it('prints JSON for programs', async () => {
    const { printed } = await run(['find', '--json'], { find: async () => ({ rows, more: false }) });
    expect(JSON.parse(printed)).toEqual(rows);
  });

  it('refuses a word that is neither a level nor a match', async () => {
    const { code, told } = await run(['find', 'studdy']);
    expect(told).toMatch(/KEY=VALUE/);
    expect(code).toBe(2);
  });
});

describe('import', () => {
  it('shows what went wrong, sums up, and says so in the exit code', async () => {
    const { printed, told, code } = await run(['import', '/a'], {
      async *importFiles({ paths }) {
        yield { kind: 'progress', done: 1 };
        yield { kind: 'trouble', what: `${paths[0]}/x.dcm`, reason: saidProblem('The data ends\x1b early.') };
        return { new: 1_200, alreadyThere: 7, conflicts: 0, notDicom: 0, kept: 0, broken: 1, ...transfer };
      },
    });
    expect(told).toBe('/a/x.dcm: The data ends\ufffd early.');
    expect(printed).toMatch(
      /^1,208 files, 35.0 kB in 2.0 s \(604\/s\)\n +1,200 new\n +7 already there\n +1 broken/,
    );
    expect(code).toBe(1);
  });

  it('says what being stopped means', async () => {
    const cancel = new AbortController();
    const { told, code } = await run(
      ['import', '/a'],
      {
        async *importFiles(_request, { signal }) {
          yield { kind: 'progress', done: 12 };
          cancel.abort(new IsocenterError('cancelled'));
          throw signal.reason;
        },
      },
      cancel.signal,
    );
    expect(told).toMatch(/Stopped after 12 files\. What was taken in is safe/);
    expect(code).toBe(130);
  });
});

describe('selections', () => {
  it('are needed where something would be done to everything', async () => {
    for (const line of [['export', '/x'], ['send', 'n'], ['remove'], ['get', 'n']]) {
      expect(await run(line)).toMatchObject({ code: 2, told: expect.stringMatching(/Say what/) });
    }
  });

  it('collect repeated and comma-separated values', async () => {
    let asked: unknown;
    await run(['remove', '--study', '1.2,1.3', '--study', '1.4', '--query', 'PatientID=4=2'], {
      remove: async ({ selection }) => {
        asked = selection;
        return { id: null, instances: 0, bytes: 0, keptUntil: null };
      },
    });
    expect(asked).toEqual({
      studies: ['1.2', '1.3', '1.4'],
      query: { level: 'study', match: { PatientID: '4=2' } },
    });
  });
});

describe('nodes', () => {
  it('adds one with its rights', async () => {
    let asked: unknown;
    const line = [
      'nodes',
      'add',
      'ct',
      'CT1',
      '10.0.0.5',
      '104',
      '--may',
      'store',
      '--address',
      '10.0.0.0/24',
    ];
    const { code } = await run(line, {
      nodesAdd: async (node) => {
        asked = node;
        return { ...node, from: 'registry', hasSecret: false };
      },
    });
    expect(asked).toMatchObject({
      name: 'ct',
      aeTitle: 'CT1',
      port: 104,
      may: { store: true, find: false, retrieve: false, commit: false },
      addresses: ['10.0.0.0/24'],
    });
    expect(code).toBe(0);
  });
});

describe('trash purge', () => {
  it('deletes what could still be restored only when told twice', async () => {
    const purged: unknown[] = [];
    const operations: Partial<ControlApi> = {
      trashPurge: async ({ ids }) => {
        purged.push(ids);
        return { instances: 1, files: 0, bytes: 1 };
      },
      trashQuarantined: async () => ({ files: [], notLookedInto: 0 }),
    };
    expect(await run(['trash', 'purge', '12'], operations)).toMatchObject({ code: 2 });
    await run(['trash', 'purge', '12', '--yes'], operations);
    await run(['trash', 'purge'], operations);
    expect(purged).toEqual([['12'], undefined]);
  });
});

describe('doctor', () => {
  it('makes a failure to open the archive its finding', async () => {
    const { printed, code } = await run(['doctor'], {
      doctor: async () => {
        throw new IsocenterError('catalog/schema', { found: 9, known: 3 });
      },
    });
    expect(printed).toMatch(/ok +Configuration: valid|ok +Node/);
    expect(printed).toMatch(/PROBLEM {2}Archive: .*version 9.*\n +Nothing was changed/);
    expect(code).toBe(1);
  });
});

describe('failures', () => {
  it.each([
    ['store/locked', { pid: 7, path: '/d' }, 3],
    ['store/io', { what: 'x', reason: 'EIO' }, 4],
    ['node/unknown', { name: 'x' }, 2],
  ] as const)('%s is told with advice and without a stack', async (error, params, code) => {
    const result = await run(['status'], {
      status: async () => {
        throw new IsocenterError(error, params);
      },
    });
    expect(result.code).toBe(code);
    expect(result.told.split('\n')).toHaveLength(2);
    expect(result.told).not.toMatch(/at .*\.ts/);
  });

  it('of the arguments are usage', async () => {
    expect(await run(['nothing-like-this'])).toMatchObject({ code: 2 });
    expect(await run(['find', '--limit', 'many'])).toMatchObject({
      code: 2,
      told: expect.stringMatching(/whole number/),
    });
  });

  it.each([
    ['nodes', 'add', 'x', 'X', 'host', '104', '--may'],
    ['user', 'grant', 'x', '--right'],
    ['collection', 'admit', 'x', '--right'],
  ])('%s %s: rights are of those that there are, and some', async (...line) => {
    for (const rights of ['find,fly', ''])
      expect(await run([...line, rights])).toMatchObject({
        code: 2,
        told: expect.stringContaining(`"${rights.slice(5)}" is none of`),
      });
  });
});
