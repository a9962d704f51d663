import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { TypedRemoval } from '../../components/typed-removal.tsx';

interface PurgeButtonProps {
  readonly id: string;
  /** What has to be typed. */
  readonly name: string;
}

/** Deletes for good. That cannot be taken back, so it asks for the name of what goes. */
export function PurgeButton({ id, name }: PurgeButtonProps) {
  const { t } = useTranslation('trash');
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const purge = async () => {
    await api.trashPurge({ ids: [id] });
    await client.invalidateQueries();
  };
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="red" onClick={() => setOpen(true)}>
        {t('purge')}
      </Button>
      {isOpen && (
        <TypedRemoval
          name={name}
          title={t('purge')}
          meaning={t('purgeMeaning')}
          doText={t('purge')}
          onRemove={purge}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
