import { describe, expect, it, vi } from 'vitest';
import { isChanged, MarkStore } from './marks.ts';
import { type ImageMeasurement, isKeepable, type PlaneReference } from './measurement.ts';

const image = { study: '1', series: '1.1', sopClassUid: '1.2', sopInstanceUid: '1.1.1', frame: 1 };
const measurement = (uid: string, x = 0): ImageMeasurement => ({
  ...{ uid, kind: 'length', text: '', image, values: [] },
  points: [
    [x, 0],
    [1, 1],
  ],
});
const uids = (store: MarkStore) => store.get().marks.measurements.map(({ uid }) => uid);

describe('the marks of a study', () => {
  it('are undone and done again, step by step', () => {
    const store = new MarkStore();
    store.put(measurement('1'));
    store.put(measurement('2'));
    store.put(measurement('1', 5));
    store.remove('2');
    expect(uids(store)).toEqual(['1']);
    store.undo();
    expect(uids(store)).toEqual(['1', '2']);
    store.undo();
    expect(store.get().marks.measurements[0]?.points[0]).toEqual([0, 0]);
    store.undo();
    store.undo();
    store.undo();
    expect(store.get()).toMatchObject({ marks: { measurements: [] }, canUndo: false, canRedo: true });
    for (let i = 0; i < 9; i++) store.redo();
    expect(uids(store)).toEqual(['1']);
    expect(store.get()).toMatchObject({ canUndo: true, canRedo: false });
  });

  it('forget what was undone when something else is done', () => {
    const store = new MarkStore();
    store.put(measurement('1'));
    store.undo();
    store.put(measurement('2'));
    store.redo();
    expect(uids(store)).toEqual(['2']);
  });

  it('select what was touched last, as long as it is there', () => {
    const store = new MarkStore();
    store.put(measurement('1'));
    store.put(measurement('2'));
    expect(store.get().selected).toBe('2');
    store.select('1');
    store.remove('1');
    expect(store.get().selected).toBeUndefined();
  });

  it('in planes are undone, removed and kept with the others', () => {
    const store = new MarkStore();
    const { image: _, ...mark } = measurement('in a plane');
    const plane: PlaneReference = {
      ...{ study: '1', series: '1.1', frameOfReference: '1.9', phase: 0, name: 'axial' },
      ...{ origin: [0, 0, 0], across: [1, 0, 0], down: [0, 1, 0], columns: 9, rows: 9 },
    };
    store.put(measurement('1'));
    store.put({ ...mark, plane });
    expect(store.get().selected).toBe('in a plane');
    expect(isChanged(store.get())).toBe(true);
    store.remove('in a plane');
    expect(uids(store)).toEqual(['1']);
    store.undo();
    expect(uids(store)).toEqual(['1', 'in a plane']);
    expect([plane, { ...plane, frameOfReference: '' }].map((each) => isKeepable({ plane: each }))).toEqual([
      true,
      false,
    ]);
  });

  it('have key images, each once', () => {
    const store = new MarkStore();
    store.toggleKeyImage(image);
    store.toggleKeyImage({ ...image, frame: 2 });
    store.toggleKeyImage({ ...image });
    expect(store.get().marks.keyImages).toEqual([{ ...image, frame: 2 }]);
  });

  it('know what is kept, and tell who listens', () => {
    const store = new MarkStore();
    const listener = vi.fn();
    const stop = store.subscribe(listener);
    store.put(measurement('1'));
    expect(store.get().marks).not.toBe(store.get().kept);
    const { marks } = store.get();
    store.keep(marks, marks);
    expect(isChanged(store.get())).toBe(false);
    stop();
    store.remove('1');
    expect(listener).toHaveBeenCalledTimes(3);
    store.open(store.get().kept);
    expect(store.get()).toMatchObject({ canUndo: false, marks: { measurements: [{ uid: '1' }] } });
  });
});
