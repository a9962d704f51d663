import { describe, expect, it } from 'vitest';
import { searchOf, type WorkspaceSearch, workspaceIn, workspaceSearch } from './address.ts';
import { hang } from './hanging.ts';
import { emptyPane } from './panes.ts';
import {
  opened,
  type Workspace,
  withBeside,
  withFull,
  withImage,
  withLayout,
  withNeighbour,
  withSeries,
  withVolume,
} from './workspace.ts';

const rows = ['1.2.1', '1.2.2', '1.2.3'].map((SeriesInstanceUID, i) => ({
  ...{ SeriesInstanceUID, Modality: 'CT' },
  NumberOfSeriesRelatedInstances: 30 - i,
}));
const stack = (series: string, image?: number) => ({ kind: 'stack', series, image }) as const;
const shownBy = (search: WorkspaceSearch) => workspaceIn(search, rows, opened(hang(rows, {})));
const uids = ({ panes }: Workspace) => panes.map(({ series }) => series);

describe('the address of a workspace', () => {
  it('without any words is the study as it hangs', () => {
    expect(shownBy({})).toEqual({
      layout: '1x1',
      panes: [stack('1.2.1')].map(({ kind, series }) => ({ kind, series })),
      active: 0,
      isFull: false,
    });
  });

  it('says everything that is on the screen, in characters that stay as they are', () => {
    const workspace: Workspace = {
      layout: '2x2',
      panes: [stack('1.2.2', 11), { ...stack('1.9.1', 0), study: '1.9' }, emptyPane, stack('1.2.3')],
      ...{ active: 3, isFull: true },
    };
    const search = searchOf(workspace);
    expect(search).toEqual({ grid: '2x2', panes: '1.2.2-12_1.9*1.9.1-1__1.2.3', pane: 4, full: true });
    expect(new URLSearchParams({ panes: search.panes! }).toString()).toBe(`panes=${search.panes}`);
    expect(shownBy(workspaceSearch({ ...search }))).toMatchObject({ ...workspace, panes: [{}, {}, {}, {}] });
    expect(searchOf(shownBy(search))).toEqual(search);
  });

  it('may name an image alone: it is one of the series that would be there anyway', () => {
    expect(shownBy(workspaceSearch({ panes: -7 })).panes).toEqual([stack('1.2.1', 6)]);
  });

  it.each([{ grid: '9x9' }, { pane: 'x' }, { panes: '<b>_' }, { full: 'no' }, { pane: 99 }, { panes: {} }])(
    'that makes no sense shows something all the same: %j',
    (search) => {
      const { panes, active } = shownBy(workspaceSearch(search));
      expect(panes.length).toBeGreaterThan(0);
      expect(active).toBeLessThan(panes.length);
    },
  );
});

describe('a workspace', () => {
  it('of more panes shows more series, and with fewer keeps the active one', () => {
    const four = withLayout(shownBy({}), '2x2', rows);
    expect(uids(four)).toEqual(['1.2.1', '1.2.2', '1.2.3', undefined]);
    const last = withNeighbour(withNeighbour(four, 'down'), 'left');
    expect(last.active).toBe(2);
    expect(withLayout(last, '1x1', rows)).toMatchObject({
      layout: '1x1',
      active: 0,
      panes: [{ series: '1.2.3' }],
    });
  });

  it('goes to neighbours, not over the edge', () => {
    const four = withLayout(shownBy({}), '2x2', rows);
    expect(['left', 'right', 'up', 'down'].map((way) => withNeighbour(four, way as 'left').active)).toEqual([
      0, 1, 0, 2,
    ]);
    expect(withNeighbour({ ...four, active: 1 }, 'right').active).toBe(1);
  });

  it('puts another study beside the active one', () => {
    const prior = { ...stack('1.9.1'), study: '1.9' };
    expect(withBeside(shownBy({}), prior)).toMatchObject({
      layout: '1x2',
      active: 0,
      panes: [{ series: '1.2.1' }, prior],
    });
    const four = withLayout(shownBy({}), '2x2', rows);
    expect(withBeside({ ...four, active: 3 }, prior).panes[0]).toEqual(prior);
  });

  it('shows a series in the pane that it was put into, which is the active one from then on', () => {
    const four = withLayout(shownBy({}), '2x2', rows);
    expect(withSeries(withFull(four, true), 3, stack('1.2.3'))).toMatchObject({ active: 3, isFull: true });
  });

  it('shows the series of a volume in the active pane afterwards, at the image that was seen where it was there already', () => {
    const before = { ...withLayout(shownBy({}), '1x2', rows), active: 1 };
    expect(withVolume(before, '1.2.3')).toMatchObject({
      active: 1,
      panes: [{ series: '1.2.1' }, { series: '1.2.3' }],
    });
    const resting = withImage(before, 1, '1.2.2', 4);
    expect(withVolume(resting, '1.2.2')).toBe(resting);
    expect(withVolume(resting, undefined)).toBe(resting);
  });

  it('notes an image only of the series that is still there', () => {
    expect(withImage(shownBy({}), 0, '1.2.1', 4).panes).toEqual([stack('1.2.1', 4)]);
    expect(withImage(shownBy({}), 0, '1.2.2', 4)).toEqual(shownBy({}));
  });
});
