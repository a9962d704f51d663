import { describe, expect, it } from 'vitest';
import type { JsonInstance } from '../../api/dicom-web.ts';
import type { SeriesImages } from '../engine/series-images.ts';
import { lengthThatFits } from '../scale-length.ts';
import { type Film, filmsOf } from './films.ts';
import { filmsToRead, firstShown, hang } from './hanging.ts';

const series = (uid: string, Modality: string, images: number, SeriesDescription = '', Laterality = '') => ({
  ...{ SeriesInstanceUID: uid, Modality, SeriesDescription, Laterality },
  NumberOfSeriesRelatedInstances: images,
});

/** The layout, and the series in it. */
const hung = (...rows: ReturnType<typeof series>[]): string => {
  const { layout, panes } = hang(rows, {});
  return [layout, ...panes.map((pane) => pane.series ?? '-')].join(' ');
};

describe('a study as it is opened', () => {
  it('shows the series with the most images', () => {
    expect(hung(series('1', 'CT', 3), series('2', 'CT', 200), series('3', 'CT', 40))).toBe('1x1 2');
  });

  it('shows neither a report nor what is made for planning, as long as there is another', () => {
    const scout = series('1', 'MR', 30, 'AAHead Scout');
    const report = series('2', 'SR', 90);
    expect(hung(scout, report, series('3', 'MR', 20, 't1 local anaesthesia'))).toBe('1x1 3');
    expect(hung(report, scout)).toBe('1x1 1');
    expect(hung(report)).toBe('1x1 2');
    expect(hung()).toBe('1x1 -');
  });

  it('shows the main series of an MR beside each other, in their order', () => {
    const [t1, t2] = [series('1', 'MR', 20, 't1'), series('2', 'MR', 24, 't2')];
    const scout = series('0', 'MR', 99, 'localizer');
    expect(hung(scout, t1, t2)).toBe('1x2 1 2');
    const others = [5, 6, 7].map((uid) => series(String(uid), 'MR', uid));
    expect(hung(t1, ...others, t2)).toBe('2x2 1 6 7 2');
  });

  it('shows one series of an MR where there is no room for more', () => {
    const rows = [series('1', 'MR', 20, 't1'), series('2', 'MR', 24, 't2')];
    expect(hang(rows, { isNarrow: true })).toMatchObject({ layout: '1x1', panes: [{ series: '2' }] });
  });

  it('shows CT beside PET', () => {
    const [ct, thin, pet] = [series('1', 'CT', 90), series('2', 'CT', 300), series('3', 'PT', 90)];
    expect(hung(ct, thin, pet)).toBe('1x2 2 3');
    expect(hung(pet)).toBe('1x1 3');
  });

  it('hangs mammograms as they are read: right on the left, CC over MLO', () => {
    const views = [
      ['4', 'LMLO'],
      ['3', 'RMLO'],
      ['2', 'L CC'],
      ['1', 'R CC'],
    ] as const;
    expect(hung(...views.map(([uid, text]) => series(uid, 'MG', 1, text)))).toBe('2x2 1 2 3 4');
    const known = views.map(([uid, text]) => series(uid, 'MG', 1, text.slice(1), text[0]));
    expect(hung(...known)).toBe('2x2 1 2 3 4');
    expect(hung(series('1', 'MG', 4))).toBe('1x1 1');
  });

  it('shows two films side by side, from the front before from the side', () => {
    expect(hung(series('1', 'DX', 1), series('2', 'DX', 1), series('3', 'DX', 1))).toBe('1x2 1 2');
    expect(hung(series('1', 'CR', 1, 'Thorax lateral'), series('2', 'CR', 1, 'Thorax pa'))).toBe('1x2 2 1');
  });
});

describe('films of which more is known', () => {
  const film = (image: number, side: string, view: string, rank = 0): Film => ({
    ...{ series: '1', image, side, view, rank },
  });
  /** The layout, and the images in it, from 0. */
  const filmsHung = (...films: Film[]): string => {
    const { layout, panes } = hang([series('1', 'MG', films.length)], { films });
    return [layout, ...panes.map(({ image }) => image ?? '-')].join(' ');
  };
  const [rightCC, leftCC] = [film(3, 'R', 'CC'), film(1, 'L', 'CC')];
  const [rightMLO, leftMLO] = [film(0, 'R', 'MLO'), film(2, 'L', 'MLO')];

  it('hang in their places, though they are one series', () => {
    expect(filmsHung(rightMLO, leftCC, leftMLO, rightCC)).toBe('2x2 3 1 0 2');
  });

  it('keep their side where others are missing', () => {
    expect(filmsHung(rightCC, leftCC, leftMLO)).toBe('2x2 3 1 - 2');
    expect(filmsHung(rightCC, leftCC)).toBe('1x2 3 1');
    expect(filmsHung(rightCC, rightMLO)).toBe('1x2 3 0');
    expect(filmsHung(leftMLO)).toBe('1x1 2');
  });

  it('show the whole before a part of it, and what is to be read before raw data', () => {
    const [spot, raw] = [film(4, 'R', 'CC', 2), film(5, 'L', 'CC', 4)];
    expect(filmsHung(spot, raw, rightCC, leftCC, rightMLO, leftMLO)).toBe('2x2 3 1 0 2');
  });

  it('show an exaggerated view where there is no usual one, and what is not known last', () => {
    expect(filmsHung(film(7, 'R', 'XCCL'), leftCC, film(8, '', ''), leftMLO)).toBe('2x2 7 1 8 2');
  });

  it('are read before a study of films hangs, and of no other', () => {
    expect(filmsToRead([series('1', 'MG', 4), series('2', 'SR', 1)])).toEqual(['1']);
    expect(filmsToRead([series('1', 'CT', 4), series('2', 'DX', 1)])).toEqual([]);
    expect(filmsToRead([series('1', 'MG', 4), series('2', 'MG', 200)])).toEqual(['1']);
  });
});

describe('what a film says of itself', () => {
  const instance = (elements: JsonInstance, uid = '1.2') => ({
    '00080018': { vr: 'UI', Value: [uid] },
    ...elements,
  });
  const text = (Value: unknown) => ({ vr: 'CS', Value: [Value] });
  const code = (value: string, more: JsonInstance = {}) => ({
    vr: 'SQ',
    Value: [{ '00080100': text(value), ...more }],
  });
  const read = (...instances: JsonInstance[]) =>
    filmsOf({ series: '1', instances } as unknown as SeriesImages).map(
      ({ side, view, rank }) => `${side} ${view} ${rank}`,
    );

  it('by codes of today and of before, by letters, and by words', () => {
    const films = [
      instance({ '00200062': text('R'), '00540220': code('399162004'), '00185101': text('ML') }),
      instance({ '00200062': text('L'), '00540220': code('R-10226') }),
      instance({ '00200060': text('L'), '00185101': text('PA') }),
      instance({ '0008103E': text('R-MLO') }),
      instance({ '0008103E': text('Thorax, seitlich') }),
      instance({}),
    ];
    expect(read(...films)).toEqual(['R CC 0', 'L MLO 0', 'L PA 0', 'R MLO 0', ' LATERAL 0', '  0']);
  });

  it('a part, raw data and slices come after the whole', () => {
    const magnified = code('399162004', { '00540222': code('399163009') });
    expect(read(instance({ '00540220': magnified }))).toEqual([' CC 2']);
    expect(read(instance({ '00080068': text('FOR PROCESSING') }))).toEqual(['  4']);
    expect(read(instance({ '00280008': text(60) }))).toEqual(['  1']);
  });

  it('once for each, also where it has many frames', () => {
    const slices = instance({ '00280008': text(2) });
    const all = filmsOf({
      series: '1',
      instances: [slices, slices, instance({})],
    } as unknown as SeriesImages);
    expect(all.map(({ image }) => image)).toEqual([0, 2]);
  });
});

it('slices are shown from the middle, films from the beginning', () => {
  expect([firstShown(40, false), firstShown(1, false), firstShown(40, true)]).toEqual([19, 0, 0]);
});

it.each([
  [0.3, 20],
  [0.5, 50],
  [0.01, 1],
  [1.28, 200],
])('at %d mm for a pixel, the scale is %d mm long', (millimetres, length) => {
  expect(lengthThatFits(millimetres)).toBe(length);
});
