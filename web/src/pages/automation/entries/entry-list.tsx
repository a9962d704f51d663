/** Trees, rules or schedules: as cards, or what to do where there are none. */
import { Alert, Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/empty-state.tsx';

interface EntryListProps {
  /** The automation file has mistakes: nothing can be added. */
  readonly isWrong: boolean;
  /** What has to be there before one can be made, and is not. */
  readonly missing?: ReactNode;
  readonly empty: {
    readonly icon: ComponentType<{ size?: number }>;
    readonly title: string;
    readonly meaning: string;
  };
  readonly add: string;
  readonly onAdd: () => void;
  readonly cards: readonly ReactNode[];
}

export function EntryList({ isWrong, missing, empty, add, onAdd, cards }: EntryListProps) {
  const { t } = useTranslation('automation');
  const button = (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      disabled={isWrong || Boolean(missing)}
      onClick={onAdd}
    >
      {add}
    </Button>
  );
  return (
    <Stack>
      {isWrong && (
        <Alert color="yellow" title={t('fileIsWrong')}>
          {t('fileIsWrongMeaning')}
        </Alert>
      )}
      {missing}
      {cards.length === 0 ? (
        <EmptyState {...empty} order={2}>
          {button}
        </EmptyState>
      ) : (
        <>
          <Group>{button}</Group>
          <SimpleGrid cols={{ base: 1, md: 2 }}>{cards}</SimpleGrid>
        </>
      )}
    </Stack>
  );
}
