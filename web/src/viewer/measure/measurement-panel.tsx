/** Everything that was marked in the study: where, how large; a click leads there. */
import { ActionIcon, CloseButton, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconCopy, IconCsv, IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFailed } from '../../components/use-failed.ts';
import { asCsv, asText } from './as-text.ts';
import { KeepBar } from './keep-bar.tsx';
import { useMarking, useMarks } from './marking.ts';
import styles from './measure.module.css';
import { isKeepable, type Measurement, type Where } from './measurement.ts';
import { MeasurementRow } from './measurement-row.tsx';
import type { KeptMarksState } from './use-kept-marks.ts';
import { useNamed } from './use-named.ts';

interface MeasurementPanelProps {
  /** Says where an image or a plane is: "Series 3, image 12". */
  readonly placeOf: (where: Where) => string;
  readonly onGo: (where: Where) => void;
  /** Left out where nothing keeps them. */
  readonly kept?: KeptMarksState;
}

export function MeasurementPanel({ placeOf, onGo, kept }: MeasurementPanelProps) {
  const { t } = useTranslation('measure');
  const { store } = useMarking();
  const { marks, selected } = useMarks(store);
  const named = useNamed(marks.measurements, placeOf);
  const failed = useFailed();
  const copy = async (text: string) => await navigator.clipboard.writeText(text);
  const go = (measurement: Measurement) => {
    store.select(measurement.uid);
    onGo(measurement);
  };
  return (
    <>
      <KeepBar kept={kept}>
        <CopyButton
          icon={IconCopy}
          label={t('copyText')}
          onClick={() => void copy(asText(named)).catch(failed)}
        />
        <CopyButton
          icon={IconCsv}
          label={t('copyCsv')}
          onClick={() => void copy(asCsv(named)).catch(failed)}
        />
      </KeepBar>
      {!marks.measurements.every(isKeepable) && (
        <Text size="xs" c="dimmed">
          {t('planesNotKept')}
        </Text>
      )}
      {named.length === 0 && marks.keyImages.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('nothingYet')}
        </Text>
      )}
      {named.map((each) => (
        <MeasurementRow
          key={each.measurement.uid}
          {...each}
          isSelected={each.measurement.uid === selected}
          onGo={() => go(each.measurement)}
          onRename={(text) => store.put({ ...each.measurement, text })}
          onRemove={() => store.remove(each.measurement.uid)}
        />
      ))}
      {marks.keyImages.map((image) => (
        <div key={`${image.sopInstanceUid} ${image.frame}`} className={styles.row}>
          <IconStarFilled size={16} color="#ffd54a" aria-hidden />
          <UnstyledButton className={styles.rowWords} fz="sm" onClick={() => onGo({ image })}>
            {t('keyImage')} · {placeOf({ image })}
          </UnstyledButton>
          <CloseButton
            size="sm"
            aria-label={t('removeKeyImage', { place: placeOf({ image }) })}
            onClick={() => store.toggleKeyImage(image)}
          />
        </div>
      ))}
    </>
  );
}

interface CopyButtonProps {
  readonly icon: typeof IconCopy;
  readonly label: string;
  readonly onClick: () => void;
}

function CopyButton({ icon: Icon, label, onClick }: CopyButtonProps) {
  return (
    <Tooltip label={label} openDelay={400}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
