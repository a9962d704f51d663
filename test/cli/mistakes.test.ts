/** What people mistype: nothing is made or changed by it, and they are told what to do. */
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../support/in-process-cli.ts';
import { freePort } from '../support/ports.ts';
import { run } from '../support/processes.ts';
import { mainScript, nodeBinary } from '../support/server.ts';
import { TemporaryDirectory } from '../support/temp.ts';

const directory = new TemporaryDirectory('mistakes');
const archive = directory.join('archive');

beforeAll(async () => {
  expect(await runCommand(['demo', '--data', archive])).toMatchObject({ code: 0 });
});
afterAll(() => directory.remove());

describe('a mistyped --data', () => {
  it.each([
    ['find'],
    ['verify'],
    ['export', directory.join('out'), '--query', 'PatientID=*'],
    ['rebuild', '--parameters'],
    ['labels', 'list'],
    ['doctor'],
  ])('makes no archive: %s', async (...command) => {
    const data = directory.join('archvie');
    const { code, stdout, stderr } = await runCommand([...command, '--data', data]);
    expect(code).toBeGreaterThan(0);
    expect(stdout + stderr).toMatch(/There is no archive in .*archvie.*Is the path right/s);
    expect(readdirSync(directory.path).filter((name) => name.startsWith('archvie'))).toEqual([]);
  });

  it.each([['import', '.'], ['demo'], ['find'], ['serve']])(
    'takes no folder of others: %s',
    async (...command) => {
      const data = directory.join('photos');
      mkdirSync(directory.join('photos/private'), { recursive: true, mode: 0o755 });
      writeFileSync(directory.join('photos/summer.jpg'), 'a picture');
      const { code, stderr } = await runCommand([...command, '--data', data]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/no archive/);
      expect(readdirSync(data).sort()).toEqual(['private', 'summer.jpg']);
      expect(statSync(directory.join('photos/private')).mode & 0o777).toBe(0o755);
      expect(existsSync(`${data}.key`)).toBe(false);
    },
  );

  it('begins in an empty folder, in a new one, and in one whose first start was cut off', async () => {
    const cutOff = directory.join('cut-off');
    mkdirSync(directory.join('cut-off/studies'), { recursive: true });
    mkdirSync(directory.join('mounted/lost+found'), { recursive: true });
    for (const data of [cutOff, directory.join('mounted'), directory.join('new/one')])
      expect(await runCommand(['user', 'add', 'anna', '--no-password', '--data', data])).toMatchObject({
        code: 0,
      });
  });
});

describe('certificates that are not there', () => {
  const files = ['tls-certificate', 'tls-key', 'tls-ca', 'http-tls-certificate', 'http-tls-key'];
  const flags = files.flatMap((name) => [`--${name}`, directory.join(`${name}.pem`)]);

  it('are named all at once, before anything is made', async () => {
    const data = directory.join('never');
    const { code, stderr } = await run(nodeBinary, [mainScript, 'serve', '--data', data, ...flags]);
    expect(code).toBe(2);
    for (const name of files) expect(stderr).toContain(`${name}.pem cannot be read`);
    expect(readdirSync(directory.path).filter((name) => name.startsWith('never'))).toEqual([]);
  });

  it('are findings of doctor, which goes on', async () => {
    const { code, stdout } = await runCommand(['doctor', '--data', archive, ...flags]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /PROBLEM {2}Certificate: .*tls-certificate.pem is no certificate that can be read/,
    );
    expect(stdout).toMatch(/PROBLEM {2}HTTPS certificate:/);
    expect(stdout).toMatch(/ok {7}Records:/);
  });
});

it.each(['http', 'dicom'])(
  'a %s port that is taken: it is said in words, and the program ends',
  async (door) => {
    await using other = await takenPort();
    const data = directory.join(`taken-${door}`);
    const ports = ['--dicom-port', '0', '--http-port', '0', `--${door}-port`, String(other.port)];
    const { code, stderr } = await run(nodeBinary, [mainScript, 'serve', '--data', data, ...ports]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/cannot listen on 127.0.0.1:\d+: .*another program uses it/);
    expect(stderr).not.toMatch(/"level"| {4}at /);
  },
);

async function takenPort(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, [Symbol.asyncDispose]: async () => void server.close() };
}

it('an automation file is told one mistake a line, whether it is checked or saved, and is not taken', async () => {
  const file = directory.join('wrong.yaml');
  writeFileSync(file, 'trees: 1\nnonsense: 2\n');
  const checked = await runCommand(['automation', 'check', file, '--data', archive]);
  const mistakes = checked.stderr.split('\n');
  expect(mistakes).toEqual([expect.stringMatching(/^Line 1: trees: ./), expect.stringMatching(/^Line 2: ./)]);
  const saved = await runCommand(['automation', 'save', file, '--data', archive]);
  expect(saved).toMatchObject({ code: 2, stdout: '' });
  expect(saved.stderr.split('\n')).toEqual([...mistakes, 'Nothing was changed.']);
  expect((await runCommand(['automation', 'show', '--data', archive])).stdout).not.toContain('nonsense');
});

it('doctor looks at the ports that serve would be started with', async () => {
  const port = await freePort();
  const { stdout } = await runCommand(['doctor', '--data', archive, '--dicom-port', String(port)]);
  expect(stdout).toMatch(new RegExp(`ok {7}DICOM port: 127.0.0.1:${port} is free`));
});

it('a setting that is wrong hides no other, and brings up none that is right', async () => {
  const wrong = ['--dicom-port', 'abc', '--tls-certificate', 'x', '--aet', 'A,A'];
  const { code, stderr } = await runCommand(['serve', '--data', archive, ...wrong]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--dicom-port.*\n.*tlsCertificate and tlsKey belong together.*\n.*"A" twice/);
  expect(stderr).not.toMatch(/must differ/);
});

it.each([
  [['echo', '127.0.0.1:99999'], /99999 is no port; they go from 1 to 65535/],
  [['echo', '127.0.0.1', '--data', archive], /HOST:PORT/],
  [['find', 'StudyDate=2020-13-45', '--data', archive], /StudyDate is neither a value nor a range of DA/],
  [['find', 'PatientNme=x', '--data', archive], /did you mean PatientName/],
])('%j is refused in words', async (command, words) => {
  const { code, stderr } = await runCommand(command);
  expect(code).toBe(2);
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/\.\.$/m);
});
