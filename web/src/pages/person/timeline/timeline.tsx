/** Studies on an axis of years. Arrows go from one to the next; Ctrl and the wheel, a pinch and buttons change the scale. */
import { ActionIcon, Group } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Axis } from './axis.tsx';
import { layOut, spanOf } from './layout.ts';
import { type DatedStudy, StudyMark } from './study-mark.tsx';
import styles from './timeline.module.css';

const cardWidth = 208;
const cardHeight = 92;
const maximumLanes = 4;
const axisHeight = 40;
/** Of one step. */
const zoomStep = 1.5;
const mostZoom = 60;

interface TimelineProps {
  /** In time. */
  readonly studies: readonly DatedStudy[];
  /** 1 shows everything at once. */
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
}

export function Timeline({ studies, zoom, onZoom }: TimelineProps) {
  const { t } = useTranslation('person');
  const { ref: measure, width: room } = useElementSize();
  const view = useRef<HTMLDivElement>(null);
  const pixelsPerYear = (Math.max(room, cardWidth) / spanOf(studies.map(({ date }) => date))) * zoom;
  const layout = useMemo(
    () => layOut(studies, { pixelsPerYear, cardWidth, maximumLanes }),
    [studies, pixelsPerYear],
  );
  const zoomTo = (wanted: number) => onZoom(Math.min(mostZoom, Math.max(1, wanted)));
  useZoomByWheel(view, (factor) => zoomTo(zoom * factor));
  useStayInTheMiddle(view, layout.width);
  return (
    <section aria-label={t('timeline')} data-print-hidden>
      <Group justify="flex-end" gap={4} mb={4}>
        <ActionIcon
          variant="default"
          disabled={zoom <= 1}
          onClick={() => zoomTo(zoom / zoomStep)}
          aria-label={t('zoomOut')}
        >
          <IconZoomOut size={18} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          disabled={zoom >= mostZoom}
          onClick={() => zoomTo(zoom * zoomStep)}
          aria-label={t('zoomIn')}
        >
          <IconZoomIn size={18} />
        </ActionIcon>
      </Group>
      <div ref={measure}>
        <div ref={view} className={styles.view}>
          <div style={{ width: layout.width, height: axisHeight + layout.lanes * (cardHeight + 8) + 8 }}>
            <Axis ticks={layout.ticks} />
            <ol className={styles.cards} onKeyDown={goByArrows}>
              {layout.cards.map((card) => (
                <StudyMark
                  key={card.studies[0].studyInstanceUid}
                  card={card}
                  top={axisHeight + card.lane * (cardHeight + 8)}
                  onPile={() => zoomTo(zoom * zoomStep * zoomStep)}
                />
              ))}
            </ol>
          </div>
        </div>
      </div>
    </section>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

function goByArrows(event: KeyboardEvent<HTMLElement>): void {
  const marks = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-mark]')];
  const at = marks.indexOf(document.activeElement as HTMLElement);
  const next =
    event.key === 'Home'
      ? marks[0]
      : event.key === 'End'
        ? marks.at(-1)
        : at >= 0 && steps[event.key] !== undefined
          ? marks[at + steps[event.key]!]
          : undefined;
  if (!next) return;
  event.preventDefault();
  next.focus();
}

type View = React.RefObject<HTMLDivElement | null>;

/** A pinch on a touchpad arrives as a wheel with Ctrl. */
function useZoomByWheel(view: View, onZoom: (factor: number) => void): void {
  const latest = useRef(onZoom);
  latest.current = onZoom;
  useEffect(() => {
    const element = view.current;
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      latest.current(Math.exp(-event.deltaY / 200));
    };
    // React's own listeners cannot keep the page from being zoomed.
    element?.addEventListener('wheel', turn, { passive: false });
    return () => element?.removeEventListener('wheel', turn);
  }, [view]);
}

/** What is in the middle stays there when the scale changes. */
function useStayInTheMiddle(view: View, width: number): void {
  const before = useRef(width);
  useLayoutEffect(() => {
    const element = view.current;
    if (element && before.current > 0) {
      const middle = (element.scrollLeft + element.clientWidth / 2) / before.current;
      element.scrollLeft = middle * width - element.clientWidth / 2;
    }
    before.current = width;
  }, [view, width]);
}
