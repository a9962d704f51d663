/** The presentation states of a series, one of which is shown, and what of it is not. */
import { ActionIcon, Popover, Radio, Stack, Text, Tooltip } from '@mantine/core';
import { IconEyeEdit } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { day, hour } from '../../../format/dates.ts';
import { personName } from '../../../format/person-name.ts';
import styles from '../overlays/overlays.module.css';
import type { LeftOut, PresentationState } from './presentation-state.ts';

interface StateMenuProps {
  /** At least one. */
  readonly offered: readonly PresentationState[];
  readonly wanted: PresentationState | undefined;
  /** Whether it says anything of the image that is seen. */
  readonly isShown: boolean;
  /** What it asks for and is not done. */
  readonly leftOut: readonly LeftOut[];
  readonly onChoose: (state: PresentationState | undefined) => void;
}

export function StateMenu({ offered, wanted, isShown, leftOut, onChoose }: StateMenuProps) {
  const { t } = useTranslation('objects');
  return (
    <Popover position="bottom-end" width={300} shadow="md">
      <Tooltip label={t('states')}>
        <Popover.Target>
          <ActionIcon
            className={styles.button ?? ''}
            variant={wanted ? 'filled' : 'default'}
            size="lg"
            aria-label={t('states')}
          >
            <IconEyeEdit size={20} />
          </ActionIcon>
        </Popover.Target>
      </Tooltip>
      <Popover.Dropdown className={styles.panel ?? ''}>
        <Stack gap="sm">
          <Radio.Group
            label={t('states')}
            value={wanted?.sopInstanceUid ?? ''}
            onChange={(uid) => onChoose(offered.find(({ sopInstanceUid }) => sopInstanceUid === uid))}
          >
            <Stack gap="xs" mt="xs">
              <Radio size="sm" value="" label={t('stateNone')} />
              {offered.map((state) => (
                <Radio
                  key={state.sopInstanceUid}
                  size="sm"
                  value={state.sopInstanceUid}
                  label={state.name || t('stateUnnamed')}
                  description={whence(state)}
                />
              ))}
            </Stack>
          </Radio.Group>
          {wanted && !isShown && <Text size="xs">{t('stateNotHere')}</Text>}
          {wanted && leftOut.length > 0 && (
            <Text size="xs">
              {t('stateLeftOut')} {leftOut.map((each) => t(`leftOut_${each}`)).join(', ')}.
            </Text>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

export const whence = ({ creator, date, time }: PresentationState): string =>
  [personName(creator), [day(date), hour(time)].filter(Boolean).join(' ')].filter(Boolean).join(' · ');
