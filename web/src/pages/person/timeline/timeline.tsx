/** Studies and documents on an axis of years. Arrows go from one to the next; Ctrl and the wheel, two fingers and buttons change the scale. */
import { ActionIcon, Group } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElsewhereStudy, ListedFile } from '../../../../../src/contract/index.ts';
import { Axis } from './axis.tsx';
import { Card } from './card.tsx';
import { type CardItem, keyOfCard, type MarkItem } from './items.ts';
import { layOut, spanOf } from './layout.ts';
import { Marks } from './marks.tsx';
import styles from './timeline.module.css';
import { isMostZoom, leastZoom, useGestureZoom, zoomWithin } from './use-gesture-zoom.ts';

const cardWidth = 208;
const cardHeight = 92;
const maximumLanes = 4;
const labelHeight = 32;
const markHeight = 32;
/** Of one step. */
const zoomStep = 1.5;

interface TimelineProps {
  /** In time, both. */
  readonly cards: readonly CardItem[];
  readonly marks: readonly MarkItem[];
  /** 1 shows everything at once. */
  readonly zoom: number;
  readonly onZoom: (zoom: number) => void;
  readonly onElsewhere: (known: ElsewhereStudy) => void;
  readonly onDocument: (file: ListedFile) => void;
}

export function Timeline({ cards, marks, zoom: wanted, onZoom, onElsewhere, onDocument }: TimelineProps) {
  const { t } = useTranslation('person');
  const { ref: measure, width: room } = useElementSize();
  const view = useRef<HTMLDivElement>(null);
  const zoom = useGestureZoom(view, wanted, onZoom);
  const markDates = useMemo(() => marks.map(({ date }) => date), [marks]);
  const years = spanOf([...cards.map(({ date }) => date), ...markDates]);
  const pixelsPerYear = (Math.max(room, cardWidth) / years) * zoom;
  const layout = useMemo(
    () => layOut(cards, { pixelsPerYear, cardWidth, maximumLanes, markWidth: markHeight }, markDates),
    [cards, markDates, pixelsPerYear],
  );
  const axisHeight = labelHeight + 8 + (marks.length > 0 ? markHeight : 0);
  const zoomBy = (factor: number) => onZoom(zoomWithin(zoom * factor));
  useStayInTheMiddle(view, layout.width);
  return (
    <section aria-label={t('timeline')} data-print-hidden>
      <Group justify="flex-end" gap={4} mb={4}>
        <ActionIcon
          variant="default"
          disabled={zoom <= leastZoom}
          onClick={() => zoomBy(1 / zoomStep)}
          aria-label={t('zoomOut')}
        >
          <IconZoomOut size={18} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          disabled={isMostZoom(zoom)}
          onClick={() => zoomBy(zoomStep)}
          aria-label={t('zoomIn')}
        >
          <IconZoomIn size={18} />
        </ActionIcon>
      </Group>
      <div ref={measure}>
        <div ref={view} className={styles.view}>
          <div style={{ width: layout.width, height: axisHeight + layout.lanes * (cardHeight + 8) + 8 }}>
            <Axis ticks={layout.ticks} />
            <Marks marks={marks} lefts={layout.marks} top={labelHeight} onOpen={onDocument} />
            <ol className={styles.cards} onKeyDown={goByArrows}>
              {layout.cards.map((card) => (
                <Card
                  key={keyOfCard(card.studies[0])}
                  card={card}
                  top={axisHeight + card.lane * (cardHeight + 8)}
                  stemTop={labelHeight - 4}
                  onPile={() => zoomBy(zoomStep * zoomStep)}
                  onElsewhere={onElsewhere}
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
