/** A whole slide: as near as it was scanned, with all of it in a corner, and a scale. */
import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { IconMaximize, IconMicroscope, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { instancePath } from '../../../api/dicom-web.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { whole as wholeNumber } from '../../../format/numbers.ts';
import { lengthThatFits } from '../../scale-length.ts';
import type { ObjectProps } from '../object-props.ts';
import type { Look, Screen } from './looking.ts';
import { type Pyramid, pyramidOf } from './pyramid.ts';
import styles from './slide.module.css';
import { useHands } from './use-hands.ts';
import { useSlide } from './use-slide.ts';

export function SlideView(props: ObjectProps) {
  const { t } = useTranslation('objects');
  const pyramid = useMemo(() => pyramidOf(props.instances), [props.instances]);
  if (!pyramid)
    return <EmptyState icon={IconMicroscope} title={t('noSlide')} meaning={t('noSlideMeaning')} order={2} />;
  return <OpenSlide {...props} pyramid={pyramid} />;
}

function OpenSlide({ study, series, pyramid }: ObjectProps & { readonly pyramid: Pyramid }) {
  const { t } = useTranslation('objects');
  const { ref: size, width, height } = useElementSize();
  const [place, setPlace] = useState<HTMLDivElement | null>(null);
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const ref = useMergedRef(size, setPlace);
  const screen = { width, height };
  const slide = useSlide({ study, series, pyramid, canvas, screen });
  const { zoomIn, zoomOut, pointers } = useHands(place, slide, screen);
  const { look, failures } = slide;
  return (
    <div
      ref={ref}
      className={styles.slide}
      data-complete={slide.isComplete}
      data-scale={look.scale}
      {...pointers}
    >
      <canvas ref={setCanvas} className={styles.canvas} role="img" aria-label={t('slide')} />
      {width > 0 && <Overview {...{ study, series, pyramid, look, screen }} />}
      <div className={styles.buttons}>
        <SlideButton label={t('zoomIn')} icon={IconZoomIn} onClick={zoomIn} />
        <SlideButton label={t('zoomOut')} icon={IconZoomOut} onClick={zoomOut} />
        <SlideButton label={t('wholeSlide')} icon={IconMaximize} onClick={slide.fit} />
      </div>
      {pyramid.millimetres !== undefined && <SlideScale millimetres={pyramid.millimetres / look.scale} />}
      {failures > 0 && (
        <Text size="sm" className={styles.missing ?? ''} role="status">
          {t('tilesMissing', { count: failures })}
        </Text>
      )}
    </div>
  );
}

/** Of the corner, CSS pixels. */
const OVERVIEW = 160;

interface OverviewProps {
  readonly study: string;
  readonly series: string;
  readonly pyramid: Pyramid;
  readonly look: Look;
  readonly screen: Screen;
}

function Overview({ study, series, pyramid, look, screen }: OverviewProps) {
  const [largest] = pyramid.levels;
  const smallest = pyramid.levels.at(-1)!;
  // One tile shows all of it, or none does: the frame is drawn all the same.
  const isOne = smallest.columns <= smallest.tileColumns && smallest.rows <= smallest.tileRows;
  const scale = OVERVIEW / Math.max(largest.columns, largest.rows);
  const src = `${instancePath(study, series, smallest.sopInstanceUid)}/frames/1/rendered?accept=image/jpeg`;
  const frame = {
    left: (look.x - screen.width / look.scale / 2) * scale,
    top: (look.y - screen.height / look.scale / 2) * scale,
    width: (screen.width / look.scale) * scale,
    height: (screen.height / look.scale) * scale,
  };
  return (
    <div
      className={styles.overview}
      style={{ width: largest.columns * scale, height: largest.rows * scale }}
      aria-hidden
    >
      {isOne && <img className={styles.canvas} src={src} alt="" draggable={false} />}
      <div className={styles.frame} style={frame} />
    </div>
  );
}

/** @param millimetres for a CSS pixel */
function SlideScale({ millimetres }: { readonly millimetres: number }) {
  const length = lengthThatFits(millimetres);
  const words = length < 1 ? `${wholeNumber(Math.round(length * 1_000))} µm` : `${wholeNumber(length)} mm`;
  return (
    <div className={styles.scale}>
      <div className={styles.bar} style={{ width: length / millimetres }} />
      {words}
    </div>
  );
}

interface SlideButtonProps {
  readonly label: string;
  readonly icon: typeof IconZoomIn;
  readonly onClick: () => void;
}

function SlideButton({ label, icon: Icon, onClick }: SlideButtonProps) {
  return (
    <Tooltip label={label} position="left">
      <ActionIcon variant="default" size="lg" aria-label={label} onClick={onClick}>
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
