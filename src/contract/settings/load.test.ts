import { describe, expect, it } from 'vitest';
import { loadSettings, planSettings, type SettingSources } from './load.ts';
import { environmentName, flagName } from './setting.ts';
import { settingKeys, settingTable } from './table.ts';

function load(sources: Partial<SettingSources> & { file?: unknown }) {
  const readFile = (): string => {
    if (sources.file === undefined) throw new Error('no such file');
    return typeof sources.file === 'string' ? sources.file : JSON.stringify(sources.file);
  };
  return loadSettings({ flags: {}, env: {}, readFile, ...sources });
}

function problemsOf(sources: Parameters<typeof load>[0]): string[] {
  try {
    load(sources);
  } catch (error) {
    return String((error as { params: { problems: string } }).params.problems).split('\n');
  }
  return [];
}

describe('defaults', () => {
  it('are valid, and listen on loopback only', () => {
    expect(load({})).toMatchObject({
      data: './data',
      database: 'sqlite:./data/catalog.sqlite',
      dicomHost: '127.0.0.1',
      dicomTlsHost: '127.0.0.1',
      httpTlsHost: '127.0.0.1',
      httpHost: '127.0.0.1',
      dicomPort: 11112,
      aet: ['ISOCENTER'],
      loopbackGrant: true,
      openToUnregistered: false,
    });
  });

  it.each(settingKeys)('%s: its own default passes its schema, and it has a help line', (key) => {
    expect(settingTable[key].schema.safeParse(settingTable[key].default).success).toBe(true);
    expect(settingTable[key].help).toMatch(/^[A-Z].*[^.]$/);
  });

  it('follow the settings they depend on', () => {
    const settings = load({ flags: { data: '/archive/', host: '0.0.0.0', httpHost: '::1' } });
    expect(settings).toMatchObject({
      database: 'sqlite:/archive/catalog.sqlite',
      dicomHost: '0.0.0.0',
      httpHost: '::1',
    });
  });
});

describe('names', () => {
  it('of flags and variables come from the key', () => {
    expect(flagName('dicomTlsPort')).toBe('dicom-tls-port');
    expect(environmentName('dicomTlsPort')).toBe('ISOCENTER_DICOM_TLS_PORT');
  });
});

describe('precedence', () => {
  const file = { dicomPort: 3, httpPort: 3, artimSeconds: 3 };
  const env = { ISOCENTER_CONFIG: 'c.json', ISOCENTER_DICOM_PORT: '2', ISOCENTER_HTTP_PORT: '20' };

  it('is flags over environment over file over defaults', () => {
    const settings = load({ flags: { dicomPort: '1' }, env, file });
    expect(settings).toMatchObject({ dicomPort: 1, httpPort: 20, artimSeconds: 3, idleSeconds: 120 });
  });

  it('takes an empty variable as not set', () => {
    expect(load({ env: { ISOCENTER_DICOM_PORT: '' } }).dicomPort).toBe(11112);
  });
});

describe('text values', () => {
  it.each([
    ['aet', 'ONE, TWO', ['ONE', 'TWO']],
    ['loopbackGrant', 'off', false],
    ['openToUnregistered', 'YES', true],
    ['trashGraceDays', '7.5', 7.5],
    ['tlsClientCertificate', 'none', 'none'],
  ] as const)('%s: %j', (key, text, value) => {
    expect(load({ env: { [environmentName(key)]: text } })[key]).toEqual(value);
  });
});

describe('problems', () => {
  it('come all at once, each with the place it comes from', () => {
    const problems = problemsOf({
      flags: { dicomPort: 'eleven', config: 'my.json' },
      env: { ISOCENTER_HTTP_PROT: '80', ISOCENTER_LOG_LEVEL: 'loud' },
      file: { maxPdu: 1, dicom_port: 5, nodes: [{ name: 'a b', aeTitle: 'X', host: 'h', port: 104 }] },
    });
    expect(problems).toEqual([
      expect.stringMatching(/ISOCENTER_HTTP_PROT is not a setting; did you mean ISOCENTER_HTTP_PORT\?/),
      expect.stringMatching(/my\.json: dicom_port is not a setting; did you mean dicomPort\?/),
      expect.stringMatching(/--dicom-port: .*\(it is "eleven"\)/),
      expect.stringMatching(/my\.json: nodes at 0\.name: is not a node name/),
      expect.stringMatching(/my\.json: maxPdu: .*4096.*\(it is 1\)/),
      expect.stringMatching(/ISOCENTER_LOG_LEVEL: /),
    ]);
  });

  it('never show a secret', () => {
    const [problem] = problemsOf({ env: { ISOCENTER_DATABASE: 'mysql://u:hunter2@h/db' } });
    expect(problem).toMatch(/ISOCENTER_DATABASE: is neither/);
    expect(problem).not.toContain('hunter2');
  });

  it.each([
    ['no file', undefined, /cannot be read: no such file/],
    ['broken JSON', '{"a":', /cannot be read: .*JSON/],
    ['a list', [], /must hold one JSON object/],
  ])('a configuration file that is %s', (_, file, message) => {
    expect(problemsOf({ flags: { config: 'c.json' }, file })).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    [{ tlsCertificate: 'a.pem' }, /tlsCertificate and tlsKey belong together/],
    [{ httpTlsKey: 'a.pem' }, /httpTlsCertificate and httpTlsKey belong together/],
    [{ httpTlsCertificate: 'a.pem', httpTlsKey: 'b.pem', httpTlsPort: '8080' }, /must differ/],
    [{ tlsClientCertificate: 'require' }, /needs tlsCa/],
    [{ dicomPort: '8080' }, /must differ/],
    [{ aet: 'A,A' }, /twice/],
  ])('of settings that are wrong together: %j', (flags, message) => {
    expect(problemsOf({ flags })).toEqual([expect.stringMatching(message)]);
  });

  it('of a private series parameter that is no private tag', () => {
    const parameter = { name: 'Coil', privateCreator: 'ACME', type: 'text' };
    const of = (element: string) =>
      problemsOf({ flags: { config: 'c' }, file: { seriesParameters: [{ ...parameter, element }] } });
    expect(of('SliceThickness')).toEqual([expect.stringMatching(/private tag/)]);
    expect(of('00181010')).toEqual([expect.stringMatching(/private tag/)]);
  });

  it('do not come from the variables of tests or the $schema of a file', () => {
    expect(
      problemsOf({ env: { ISOCENTER_SAMPLE_DATA: '/x', ISOCENTER_CONFIG: 'c' }, file: { $schema: 'x' } }),
    ).toEqual([]);
  });
});

it('each value knows where it comes from', () => {
  const { settings, origins } = planSettings({
    flags: { dicomPort: '104', config: 'f' },
    env: { ISOCENTER_DICOM_PORT: '105', ISOCENTER_HTTP_PORT: '80' },
    readFile: () => '{ "httpPort": 81, "aet": ["ARCHIVE"] }',
  });
  expect(settings).toMatchObject({ dicomPort: 104, httpPort: 80, aet: ['ARCHIVE'] });
  expect(origins).toMatchObject({
    ...{ dicomPort: 'flag', config: 'flag', httpPort: 'environment', aet: 'file', maxPdu: 'default' },
  });
});
