/** The paper: traces on a canvas, what was noted above them, and a calliper for who draws on it. */
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Annotation } from '../../../../../src/waveform/index.ts';
import { significant, whole } from '../../../format/numbers.ts';
import { measured } from './calliper.ts';
import { type Drawing, draw } from './draw.ts';
import styles from './traces.module.css';

/** How far the wheel goes, of what is seen, for a notch. */
const NOTCH_SHARE = 0.1;
const NOTCH_PIXELS = 100;
/** Shorter ways are clicks, CSS pixels. */
const LEAST_WAY = 4;

interface TraceCanvasProps {
  readonly drawing: Drawing;
  readonly isDrawn: boolean;
  /** mm/mV */
  readonly gain: number;
  readonly annotations: readonly Annotation[];
  /** @param share of what is seen, that is gone on */
  readonly onScroll: (share: number) => void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export function TraceCanvas({ drawing, isDrawn, gain, annotations, onScroll }: TraceCanvasProps) {
  const { t } = useTranslation('objects');
  const canvas = useRef<HTMLCanvasElement>(null);
  const { sheet, pixelsPerMillimetre, speed, at } = drawing;
  const [width, height] = [sheet.width * pixelsPerMillimetre, sheet.height * pixelsPerMillimetre];
  useDrawing(canvas, drawing, width, height);
  const { ways, ...pen } = useCalliper();
  return (
    <div
      className={styles.paper}
      style={{ width, height }}
      data-drawn={isDrawn}
      onWheel={({ deltaY, deltaX }) => onScroll(((deltaX || deltaY) / NOTCH_PIXELS) * NOTCH_SHARE)}
      {...pen}
    >
      <canvas ref={canvas} className={styles.canvas} role="img" aria-label={t('traces')} />
      {annotations.map((annotation, i) => {
        const x = (annotation.at - at) * speed * pixelsPerMillimetre;
        if (x < 0 || x > width) return null;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may say the same of one moment
          <div key={i} className={styles.mark} style={{ left: x }}>
            {annotation.text}
          </div>
        );
      })}
      {ways && <Calliper from={ways[0]} to={ways[1]} {...{ pixelsPerMillimetre, speed, gain }} />}
    </div>
  );
}

function useDrawing(
  canvas: React.RefObject<HTMLCanvasElement | null>,
  drawing: Drawing,
  width: number,
  height: number,
): void {
  useEffect(() => {
    // Thousands of short lines are drawn by the processor faster than they are handed to a slow graphics card.
    const context = canvas.current?.getContext('2d', { willReadFrequently: true });
    if (!canvas.current || !context) return;
    canvas.current.width = Math.round(width * devicePixelRatio);
    canvas.current.height = Math.round(height * devicePixelRatio);
    context.scale(devicePixelRatio, devicePixelRatio);
    draw(context, drawing);
  }, [canvas, drawing, width, height]);
}

/** From where the pointer went down to where it is, or was let go. */
function useCalliper() {
  const [ways, setWays] = useState<readonly [Point, Point]>();
  const pointOf = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLElement>): Point => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  return {
    ways,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setWays([pointOf(event), pointOf(event)]);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (event.buttons === 0) return;
      const to = pointOf(event);
      setWays((before) => before && [before[0], to]);
    },
    onPointerUp: () => setWays((before) => (before && isWay(before) ? before : undefined)),
  };
}

const isWay = ([from, to]: readonly [Point, Point]): boolean =>
  Math.hypot(to.x - from.x, to.y - from.y) >= LEAST_WAY;

interface CalliperProps {
  readonly from: Point;
  readonly to: Point;
  readonly pixelsPerMillimetre: number;
  readonly speed: number;
  readonly gain: number;
}

function Calliper({ from, to, ...paper }: CalliperProps) {
  const { milliseconds, millivolts, perMinute } = measured({ x: to.x - from.x, y: to.y - from.y }, paper);
  const words = [
    `${whole(Math.round(milliseconds))} ms`,
    `${significant(millivolts, 2)} mV`,
    perMinute === undefined ? '' : `${whole(Math.round(perMinute))} /min`,
  ];
  const box = {
    left: Math.min(from.x, to.x),
    top: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  };
  return (
    <div className={styles.calliper} style={box}>
      <output className={styles.measured}>{words.filter(Boolean).join(' · ')}</output>
    </div>
  );
}
