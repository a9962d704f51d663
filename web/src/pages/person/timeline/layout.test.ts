import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOut, spanOf } from './layout.ts';

const at = (text: string) => ({ date: new Date(`${text}T00:00:00Z`) });
const scale = { pixelsPerYear: 100, cardWidth: 160, maximumLanes: 3, markWidth: 20 };

describe('a timeline', () => {
  it('puts studies where their dates are, in the first lane with room', () => {
    const { cards, lanes, width } = layOut([at('2010-01-01'), at('2010-07-02'), at('2014-01-01')], scale);
    expect(cards.map(({ x, lane }) => [Math.round(x), lane])).toEqual([
      [0, 0],
      [50, 1],
      [400, 0],
    ]);
    expect({ lanes, width }).toEqual({ lanes: 2, width: 500 });
  });

  it('piles up what stands too close for its lanes', () => {
    const studies = Array.from({ length: 9 }, (_, i) => at(`2010-01-0${i + 1}`));
    const { cards } = layOut(studies, scale);
    expect(cards.map(({ studies: pile }) => pile.length)).toEqual([1, 1, 7]);
  });

  it('names as many years as there is room for', () => {
    const studies = [at('1993-05-01'), at('2024-05-01')];
    const years = (pixelsPerYear: number) => layOut(studies, { ...scale, pixelsPerYear }).ticks;
    expect(years(10).map(({ year }) => year)).toEqual([1993, 2000, 2010, 2020]);
    expect(years(60)).toHaveLength(32);
    expect(years(700).filter(({ month }) => month !== undefined)).toHaveLength(32 * 11);
  });

  it('shows every study once, inside of its width, and no card over another', () => {
    const dates = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(
        fc.array(dates, { maxLength: 60 }),
        fc.integer({ min: 4, max: 2_000 }),
        (some, pixelsPerYear) => {
          const studies = some.sort((a, b) => a.getTime() - b.getTime()).map((date) => ({ date }));
          const { cards, width } = layOut(studies, { ...scale, pixelsPerYear });
          expect(cards.flatMap((card) => card.studies)).toEqual(studies);
          for (const { left } of cards)
            expect(left >= 0 && left + scale.cardWidth <= width + 1e-6).toBe(true);
          for (const lane of Map.groupBy(cards, (card) => card.lane).values())
            for (const [i, card] of lane.entries())
              expect(i === 0 || card.left >= lane[i - 1]!.left + scale.cardWidth).toBe(true);
        },
      ),
    );
  });

  it('has small marks in their places, or beside one another, and reaches to all of them', () => {
    const marks = ['2009-01-01', '2010-07-02', '2010-07-03', '2012-12-31'].map((text) => at(text).date);
    const layout = layOut([at('2011-01-01')], scale, marks);
    expect(layout.width).toBe(400);
    expect(layout.marks.map(Math.round)).toEqual([0, 140, 160, 380]);
    expect(layOut([], scale, marks).ticks.map(({ year }) => year)).toEqual([2009, 2010, 2011, 2012]);
  });

  it('has one year at least', () => {
    expect(spanOf([])).toBe(1);
    expect(spanOf([at('2024-05-01').date])).toBe(1);
  });
});
