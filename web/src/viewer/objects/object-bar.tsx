/** Above an object: what it is, which of how many, its file, all of its elements. */
import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconDownload, IconListDetails } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { instancePath, textIn } from '../../api/dicom-web.ts';
import { useIsGuest, useMay } from '../../api/rights.ts';
import { day, hour } from '../../format/dates.ts';
import { kindOf } from '../kinds.ts';
import type { ObjectProps } from './object-props.ts';
import styles from './objects.module.css';
import { objectTags as tags } from './tags.ts';

interface ObjectBarProps extends ObjectProps {
  /** From 0. */
  readonly index: number;
  readonly count: number;
  readonly onGo: (index: number) => void;
}

export function ObjectBar({ study, series, instance, index, count, onGo }: ObjectBarProps) {
  const { t } = useTranslation('objects');
  const may = useMay();
  const isGuest = useIsGuest();
  const uid = textIn(instance, tags.SOPInstanceUID);
  const made =
    `${day(textIn(instance, tags.ContentDate))} ${hour(textIn(instance, tags.ContentTime))}`.trim();
  return (
    <div className={styles.bar}>
      <Text size="sm" className={styles.what ?? ''}>
        <strong>{kindOf(textIn(instance, tags.SOPClassUID))}</strong>
        {made !== '' && ` · ${made}`}
      </Text>
      {count > 1 && <Steps {...{ index, count, onGo }} />}
      <Group gap={4} wrap="nowrap" ml="auto">
        {!isGuest && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconListDetails size={16} />}
            renderRoot={(props) => (
              <Link
                to="/studies/$study"
                params={{ study }}
                search={{ tab: 'elements', series, instance: uid }}
                {...props}
              />
            )}
          >
            {t('elements')}
          </Button>
        )}
        {may('download') && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconDownload size={16} />}
            component="a"
            href={`${instancePath(study, series, uid)}?accept=application/dicom`}
            download={`${uid}.dcm`}
          >
            {t('dicomFile')}
          </Button>
        )}
      </Group>
    </div>
  );
}

function Steps({ index, count, onGo }: Pick<ObjectBarProps, 'index' | 'count' | 'onGo'>) {
  const { t } = useTranslation('objects');
  const step = (by: 1 | -1, Icon: typeof IconChevronLeft, label: string) => (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={label}
        disabled={index + by < 0 || index + by >= count}
        onClick={() => onGo(index + by)}
      >
        <Icon size={18} />
      </ActionIcon>
    </Tooltip>
  );
  return (
    <Group gap={4} wrap="nowrap">
      {step(-1, IconChevronLeft, t('before'))}
      <Text size="sm" className={styles.figures ?? ''}>
        {t('oneOf', { number: index + 1, count })}
      </Text>
      {step(1, IconChevronRight, t('after'))}
    </Group>
  );
}
