/** What a collection or a group is called, the way back to the list of all, and how it is removed for good. */
import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TypedRemoval } from '../../components/typed-removal.tsx';

interface Removal {
  readonly title: string;
  readonly meaning: string;
  readonly remove: () => Promise<unknown>;
  /** Once the page is left that showed it. */
  readonly onRemoved: () => Promise<unknown>;
}

interface NamedHeadProps {
  readonly list: '/admin/collections' | '/admin/groups';
  readonly listText: string;
  readonly name: string;
  /** What is said below the name. */
  readonly about: string;
  /** Undefined for what cannot be removed. */
  readonly removal: Removal | undefined;
}

export function NamedHead({ list, listText, name, about, removal }: NamedHeadProps) {
  const { t } = useTranslation('common');
  const [isRemoving, setRemoving] = useState(false);
  const navigate = useNavigate();
  return (
    <Stack gap={4}>
      <Anchor component={Link} to={list} size="sm" w="fit-content">
        {listText}
      </Anchor>
      <Group justify="space-between">
        <Title order={1} style={{ overflowWrap: 'anywhere' }}>
          {name}
        </Title>
        {removal && (
          <Button variant="default" onClick={() => setRemoving(true)}>
            {t('remove')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {about}
      </Text>
      {removal && isRemoving && (
        <TypedRemoval
          name={name}
          title={removal.title}
          meaning={removal.meaning}
          onRemove={async () => {
            await removal.remove();
            await navigate({ to: list });
            await removal.onRemoved();
          }}
          onClose={() => setRemoving(false)}
        />
      )}
    </Stack>
  );
}
