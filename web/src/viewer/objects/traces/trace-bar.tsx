/** How a recording is written: all that can be chosen, above it. */
import { NativeSelect, type NativeSelectProps } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { whole } from '../../../format/numbers.ts';
import styles from '../objects.module.css';
import { type Montage, montages } from './montage.ts';
import type { SheetLayout } from './sheet.ts';
import { choices, corners, type RecordingKind, type TraceSettings } from './trace-settings.ts';

interface TraceBarProps {
  readonly kind: RecordingKind;
  readonly hasTwelveLeads: boolean;
  readonly hasVoltages: boolean;
  readonly settings: TraceSettings;
  readonly onChange: (settings: TraceSettings) => void;
}

export function TraceBar({ kind, hasTwelveLeads, hasVoltages, settings, onChange }: TraceBarProps) {
  const { t } = useTranslation('objects');
  const { layout, montage, speed, gain, filtering } = settings;
  const hertz = (value: number) => ({ value: String(value), label: `${whole(value)} Hz` });
  const off = { value: '', label: t('filterOff') };
  const filter = (name: 'highPass' | 'lowPass' | 'notch', offered: readonly number[]) => (
    <Choice
      label={t(name)}
      value={String(filtering[name] ?? '')}
      data={[off, ...offered.map(hertz)]}
      onChoose={(value) =>
        onChange({
          ...settings,
          filtering: { ...filtering, [name]: value === '' ? undefined : Number(value) },
        })
      }
    />
  );
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('howWritten')}>
      {hasTwelveLeads && (
        <Choice
          label={t('layout')}
          value={layout}
          data={[
            { value: 'twelveLeads', label: t('twelveLeads') },
            { value: 'rows', label: t('rows') },
          ]}
          onChoose={(value) => onChange({ ...settings, layout: value as SheetLayout })}
        />
      )}
      {kind === 'eeg' && (
        <Choice
          label={t('montage')}
          value={montage}
          data={montages.map((value) => ({ value, label: t(`montage_${value}`) }))}
          onChoose={(value) => onChange({ ...settings, montage: value as Montage })}
        />
      )}
      <Choice
        label={t('speed')}
        value={String(speed)}
        data={choices[kind].speeds.map((value) => ({ value: String(value), label: `${whole(value)} mm/s` }))}
        onChoose={(value) => onChange({ ...settings, speed: Number(value) })}
      />
      {hasVoltages && (
        <>
          <Choice
            label={t('gain')}
            value={String(gain)}
            data={choices[kind].gains.map((value) => ({ value: String(value), label: gainIn(kind, value) }))}
            onChoose={(value) => onChange({ ...settings, gain: Number(value) })}
          />
          {filter('highPass', corners.highPass[kind])}
          {filter('lowPass', corners.lowPass[kind])}
          {filter('notch', corners.notch)}
        </>
      )}
    </div>
  );
}

const gainIn = (kind: RecordingKind, gain: number): string =>
  kind === 'eeg' ? `${whole(Math.round(1_000 / gain))} µV/mm` : `${whole(gain)} mm/mV`;

interface ChoiceProps extends Pick<NativeSelectProps, 'data' | 'value'> {
  readonly label: string;
  readonly onChoose: (value: string) => void;
}

function Choice({ label, onChoose, ...props }: ChoiceProps) {
  return (
    <NativeSelect
      size="xs"
      label={label}
      {...props}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    />
  );
}
