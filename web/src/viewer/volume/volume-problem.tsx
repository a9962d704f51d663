/** In place of a volume: why there is none, and what can be seen all the same. */
import { Button, Stack, Text } from '@mantine/core';
import { IconCubeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { whole } from '../../format/numbers.ts';
import styles from '../viewport.module.css';
import type { Shortage } from './shortage.ts';
import { useRefusal } from './use-refusal.ts';
import type { VolumePlan } from './volume-plan.ts';

interface VolumeProblemProps {
  readonly plan: VolumePlan;
  readonly shortage?: Shortage | undefined;
  readonly onStack: () => void;
}

export function VolumeProblem({ plan, shortage, onStack }: VolumeProblemProps) {
  const { t } = useTranslation('volume');
  const refusal = useRefusal(plan);
  const lack = useShortage(shortage);
  return (
    <div className={styles.cover} role="alert">
      <Stack align="center" gap="xs" maw={480} ta="center">
        <IconCubeOff size={32} aria-hidden />
        <Text fw={600}>{t(lack ? 'tooLarge' : 'noVolume')}</Text>
        <Text size="sm">{lack ?? refusal}</Text>
        <Button size="xs" variant="default" onClick={onStack}>
          {t('showStack')}
        </Button>
      </Stack>
    </div>
  );
}

const MB = 2 ** 20;

function useShortage(shortage: Shortage | undefined): string | undefined {
  const { t } = useTranslation('volume');
  if (!shortage) return undefined;
  const figure = (value = 0) => whole(Math.ceil(shortage.kind === 'memory' ? value / MB : value));
  return t(`shortage_${shortage.kind}`, {
    needed: figure(shortage.needed),
    available: figure(shortage.available),
  });
}
