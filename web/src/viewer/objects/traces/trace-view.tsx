/** A recording as if it ran under the pens: what is seen of it, where that is, what was noted, and a calliper. */
import { Slider, Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Recording } from '../../../../../src/waveform/index.ts';
import { Problem } from '../../../components/problem.tsx';
import styles from '../objects.module.css';
import { AnnotationList } from './annotation-list.tsx';
import { clock } from './clock.ts';
import type { Curve, Drawing } from './draw.ts';
import { tracesOf } from './montage.ts';
import { hasTwelveLeads } from './sheet.ts';
import { TraceBar } from './trace-bar.tsx';
import { TraceCanvas } from './trace-canvas.tsx';
import { kindOfRecording, usualSettings } from './trace-settings.ts';
import traceStyles from './traces.module.css';
import { millivoltsIn } from './units.ts';
import { useCurves } from './use-curves.ts';
import { useSheet } from './use-sheet.ts';
import { useTimeKeys } from './use-time-keys.ts';

const noCurves: readonly Curve[] = [];

interface TraceViewProps {
  /** Names the recording among all. */
  readonly id: string;
  readonly recording: Recording;
}

export function TraceView({ id, recording }: TraceViewProps) {
  const { t } = useTranslation('objects');
  const kind = kindOfRecording(recording);
  const [settings, setSettings] = useState(() => usualSettings(recording));
  const [asked, setAt] = useState(0);
  const { ref, width, height } = useElementSize();
  const traces = useMemo(() => tracesOf(recording.channels, settings.montage), [recording, settings.montage]);
  const { sheet, pixelsPerMillimetre } = useSheet(traces, settings, width, height);
  const last = Math.max(0, recording.seconds - sheet.seconds);
  const at = Math.min(asked, last);
  const go = (seconds: number) => setAt(Math.min(last, Math.max(0, seconds)));
  useTimeKeys({ at, seconds: sheet.seconds, go });
  const { curves, annotations, error } = useCurves({
    ...{ id, recording, traces, at },
    ...{ filtering: settings.filtering, gain: settings.gain },
    seconds: Math.max(1, sheet.seconds),
    rowHeight: sheet.strips[0]?.height ?? 0,
  });
  const { speed } = settings;
  const drawing = useMemo(
    (): Drawing => ({
      ...{ sheet, at, pixelsPerMillimetre, speed },
      curves: curves ?? noCurves,
      paper: kind === 'ecg' ? 'ecg' : 'seconds',
    }),
    [sheet, at, pixelsPerMillimetre, speed, curves, kind],
  );
  const hasVoltages = recording.channels.some(({ unit }) => millivoltsIn(unit) !== undefined);
  return (
    <>
      <TraceBar
        {...{ kind, settings, hasVoltages }}
        hasTwelveLeads={hasTwelveLeads(traces)}
        onChange={setSettings}
      />
      {error !== null && error !== undefined && <Problem error={error} />}
      <div className={traceStyles.middle}>
        <div ref={ref} className={traceStyles.place}>
          {width > 0 && (
            <TraceCanvas
              drawing={drawing}
              isDrawn={curves !== undefined}
              gain={settings.gain}
              annotations={[...recording.annotations, ...annotations]}
              onScroll={(share) => go(at + share * sheet.seconds)}
            />
          )}
        </div>
        <AnnotationList
          annotations={recording.annotations.length > 0 ? recording.annotations : annotations}
          onGo={(seconds) => go(seconds - sheet.seconds / 4)}
        />
      </div>
      <div className={`${styles.bar} ${traceStyles.time}`}>
        <Text size="sm" className={styles.figures ?? ''} data-at={at.toFixed(2)}>
          {t('timeOf', { at: clock(at), end: clock(recording.seconds) })}
        </Text>
        <Slider
          flex={1}
          size="sm"
          label={clock}
          min={0}
          max={Math.max(last, 0.001)}
          step={0.01}
          disabled={last === 0}
          value={at}
          onChange={go}
          thumbLabel={t('time')}
        />
      </div>
    </>
  );
}
