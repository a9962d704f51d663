import { describe, expect, it } from 'vitest';
import {
  bidsNotation,
  bidsPath,
  guessBidsName,
  type MappingRow,
  mappedBidsName,
  nameSeries,
  parseBidsNotation,
  parseReproin,
  type SeriesFacts,
} from './index.ts';

const series = (protocolName: string, more: Partial<SeriesFacts> = {}): SeriesFacts => ({
  ...{ modality: 'MR', protocolName, seriesDescription: '', imageType: ['ORIGINAL', 'PRIMARY', 'M'] },
  ...{ volumes: 1, hasDiffusion: false, ...more },
});

describe('parseReproin', () => {
  it.each([
    ['anat-T1w', { datatype: 'anat', suffix: 'T1w', entities: {} }],
    ['func_task-rest', { datatype: 'func', suffix: 'bold', entities: { task: 'rest' } }],
    [
      'func_task-rest_run-02__first try',
      { datatype: 'func', suffix: 'bold', entities: { task: 'rest', run: '02' } },
    ],
    [
      'WIP dwi_dir-AP_acq-multi.shell',
      { datatype: 'dwi', suffix: 'dwi', entities: { dir: 'AP', acq: 'multishell' } },
    ],
    ['LAB:fmap_dir-PA', { datatype: 'fmap', suffix: 'epi', entities: { dir: 'PA' } }],
    ['func-sbref_task-words_extra', { datatype: 'func', suffix: 'sbref', entities: { task: 'words' } }],
    ['anat-T2w_ses-02', { datatype: 'anat', suffix: 'T2w', entities: {}, session: '02' }],
    [
      'func_task-rest_run+',
      { datatype: 'func', suffix: 'bold', entities: { task: 'rest' }, runStep: 'next' },
    ],
    [
      'func_task-rest_run=',
      { datatype: 'func', suffix: 'bold', entities: { task: 'rest' }, runStep: 'same' },
    ],
  ])('reads %s', (protocol, name) => {
    expect(parseReproin(protocol)).toEqual(name);
  });

  it.each(['t1_mprage_sag', '', 'anat', 'anat-bold', 'func-', 'constructor-T1w', 'x'.repeat(300)])(
    'leaves %s alone',
    (protocol) => {
      expect(parseReproin(protocol)).toBeUndefined();
    },
  );
});

describe('guessBidsName', () => {
  it.each([
    ['t1_mprage_sag_p2_iso', {}, 'anat', 'T1w'],
    ['t2_tse_tra', {}, 'anat', 'T2w'],
    ['t2_spc_da-fl_sag FLAIR', {}, 'anat', 'FLAIR'],
    ['Sag T1 BRAVO', {}, 'anat', 'T1w'],
    ['ep2d_diff_mddw_30', { hasDiffusion: true, volumes: 31 }, 'dwi', 'dwi'],
    ['ep2d_bold_rest', { volumes: 200 }, 'func', 'bold'],
    ['gre_field_mapping', { imageType: ['ORIGINAL', 'PRIMARY', 'P', 'ND'] }, 'fmap', 'phasediff'],
    ['gre_field_mapping', {}, 'fmap', 'magnitude'],
    ['pcasl_3d', { volumes: 40 }, 'perf', 'asl'],
    ['FDG brain', { modality: 'PT' }, 'pet', 'pet'],
  ] as const)('takes %s %o for %s %s', (name, more, datatype, suffix) => {
    expect(guessBidsName(series(name, more))).toMatchObject({ datatype, suffix });
  });

  it.each([
    ['AAHead_Scout', {}],
    ['t1_localizer', {}],
    ['ep2d_diff_ADC', {}],
    ['something', {}],
    ['t1_mprage', { modality: 'CT' }],
  ])('says nothing of %s', (name, more) => {
    expect(guessBidsName(series(name, more))).toBeUndefined();
  });

  it('names the task of functional images, and says how sure it is', () => {
    const guess = (name: string) => guessBidsName(series(name, { volumes: 100, phaseDirection: 'AP' }));
    expect(guess('bold_task-faces')).toMatchObject({
      entities: { task: 'faces', dir: 'AP' },
      confidence: 0.85,
    });
    expect(guess('ep2d_bold_RS')?.entities.task).toBe('ep2dRS');
    expect(guess('fMRI_rest')?.entities.task).toBe('rest');
    expect(guess('bold')?.entities.task).toBe('unknown');
  });
});

describe('bidsPath', () => {
  it('has entities in their order, whatever order they came in', () => {
    const entities = { run: '1', echo: '2', acq: 'fast', task: 'rest', dir: 'AP' };
    expect(
      bidsPath({ subject: '01', session: 'pre' }, { datatype: 'func', suffix: 'bold', entities }),
    ).toEqual([
      ...['sub-01', 'ses-pre', 'func'],
      'sub-01_ses-pre_task-rest_acq-fast_dir-AP_run-1_echo-2_bold',
    ]);
    expect(bidsPath({ subject: '7' }, { datatype: 'anat', suffix: 'T1w', entities: {} })).toEqual([
      ...['sub-7', 'anat', 'sub-7_T1w'],
    ]);
  });

  it.each([
    ['a label with other characters', { subject: '../x' }, 'anat', 'T1w', {}],
    ['a suffix of another folder', { subject: '1' }, 'anat', 'bold', {}],
    ['a functional image without task', { subject: '1' }, 'func', 'bold', {}],
    ['a field map without direction', { subject: '1' }, 'fmap', 'epi', {}],
    ['an empty session', { subject: '1', session: '' }, 'anat', 'T1w', {}],
  ] as const)('refuses %s', (_, subject, datatype, suffix, entities) => {
    expect(() => bidsPath(subject, { datatype, suffix, entities })).toThrow('This is no BIDS name');
  });
});

describe('a table', () => {
  const T1w = { datatype: 'anat', suffix: 'T1w', entities: {} } as const;
  const row = (protocolName: string | undefined, seriesDescription?: string): MappingRow => ({
    ...{ protocolName, seriesDescription, as: T1w },
  });
  const fits = (pattern: string, protocolName: string) =>
    mappedBidsName([row(pattern)], { protocolName, seriesDescription: '' }) !== undefined;

  it.each([
    ['t1*', 'T1_mprage', true],
    ['*mprage', 't1_MPRAGE', true],
    ['*a*a*', 'banana', true],
    ['ab*ba', 'aba', false],
    ['t1', 't1_x', false],
    ['*', '', true],
    ['a*b*c', 'abxc', true],
    ['a*b*c', 'acxb', false],
    ['t2\\*', 'T2*', true],
    ['t2\\*', 'T2 FLAIR', false],
    ['t2\\**', 'T2* 3D', true],
    ['a\\b', 'a\\b', true],
    ['', '', true],
    ['', 'a', false],
  ])('%s and %s: %s', (pattern, name, fitting) => {
    expect(fits(pattern, name)).toBe(fitting);
  });

  it('ends in time, whatever is asked of it', () => {
    expect(fits(`${'*a'.repeat(2_000)}b`, 'a'.repeat(20_000))).toBe(false);
  });

  it('goes by both names when a row has both', () => {
    expect(mappedBidsName([row('a', 'b')], { protocolName: 'a', seriesDescription: 'c' })).toBeUndefined();
  });
});

const converted = (name: string, outputs: readonly string[] = [''], more: Partial<SeriesFacts> = {}) => ({
  ...{ facts: series(name, more), outputs },
});

describe('nameSeries', () => {
  it('hears a table first, then ReproIn names, then guesses', () => {
    const rows = [{ protocolName: 'func*', as: undefined }];
    const all = ['func_task-x', 'anat-T2w', 't1_mprage', 'localizer', 'something'].map((name) =>
      converted(name),
    );
    expect(nameSeries(all, rows).map(({ source, name }) => [source, name?.suffix])).toEqual([
      ...[['mapping', undefined] as const, ['reproin', 'T2w'] as const, ['guess', 'T1w'] as const],
      ...[['guess', undefined] as const, ['none', undefined] as const],
    ]);
  });

  it('numbers what would have one name, and leaves numbers that were given', () => {
    const runs = (...names: string[]) =>
      nameSeries(
        names.map((name) => converted(name)),
        [],
      ).map(({ outputs: [name] }) => name?.entities.run);
    expect(runs('func_task-a', 'func_task-b', 'func_task-a')).toEqual(['1', undefined, '2']);
    expect(runs('func_task-a_run-05', 'func_task-a')).toEqual(['05', undefined]);
    expect(runs('func_task-a_run+', 'func_task-a_run=', 'func_task-a_run+')).toEqual(['1', '1', '2']);
  });

  it.each([
    ['func_task-a', ['_e1', '_e2'], ['func-bold_task-a_echo-1', 'func-bold_task-a_echo-2']],
    ['func_task-a', ['_e1'], ['func-bold_task-a']],
    ['func_task-a', ['', '_ph'], ['func-bold_task-a_part-mag', 'func-bold_task-a_part-phase']],
    ['anat-T2w', ['_real', '_imaginary'], ['anat-T2w_part-real', 'anat-T2w_part-imag']],
    ['anat-T1w', ['', 'a', 'b'], ['anat-T1w_run-1', 'anat-T1w_run-2', 'anat-T1w_run-3']],
    ['anat-T1w', ['', '_ROI1', '_Eq_1'], ['anat-T1w', undefined, undefined]],
    ['gre_field_mapping', ['_e1', '_e2'], ['fmap-magnitude1', 'fmap-magnitude2']],
    ['fmap-phasediff', ['_e2_ph'], ['fmap-phasediff']],
    ['fmap-phase1', ['_e1_ph', '_e2_ph'], ['fmap-phase1', 'fmap-phase2']],
    ['B0 NS', ['_e1', '_e2_fieldmaphz'], ['fmap-magnitude', 'fmap-fieldmap']],
    ['localizer', ['_fieldmaphz'], [undefined]],
  ] as const)('names the files of %s that end with %j', (name, outputs, expected) => {
    const [named] = nameSeries([converted(name, outputs)], []);
    expect(named!.outputs.map((one) => one && bidsNotation(one))).toEqual(expected);
  });

  it('says of a series of phases that it is one', () => {
    const [named] = nameSeries([converted('swi', [''], { imageType: ['ORIGINAL', 'PRIMARY', 'P'] })], []);
    expect(bidsNotation(named!.outputs[0]!)).toBe('anat-T2starw_part-phase');
  });
});

describe('the notation of a name', () => {
  it.each(['anat-T1w', 'func-bold_task-rest_dir-AP_run-1_echo-2', 'fmap-epi_dir-PA'])('reads %s', (text) => {
    expect(bidsNotation(parseBidsNotation(text)!)).toBe(text);
  });

  it('has a word for what is left out', () => {
    expect(parseBidsNotation('skip')).toBeUndefined();
  });

  it.each(['anat', 'func-bold', 'T1w', 'anat-bold', 'fmap-epi', ''])('refuses %j', (text) => {
    expect(() => parseBidsNotation(text)).toThrow('This is no BIDS name');
  });
});

it('takes of two rows that differ in case alone the one that is written like the series', () => {
  const rows: MappingRow[] = [
    { protocolName: 'T1', as: parseBidsNotation('anat-T1w') },
    { protocolName: 't1', as: parseBidsNotation('anat-T2w') },
  ];
  const suffixOf = (protocolName: string) => mappedBidsName(rows, series(protocolName))?.as?.suffix;
  expect(['T1', 't1'].map(suffixOf)).toEqual(['T1w', 'T2w']);
  expect(mappedBidsName([rows[0]!], series('t1'))?.as?.suffix).toBe('T1w');
});
