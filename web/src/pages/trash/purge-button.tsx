import { Button, Checkbox } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { quarantinedOfRemoval } from '../../api/quarantine.ts';
import { TypedRemoval } from '../../components/typed-removal.tsx';

interface PurgeButtonProps {
  readonly id: string;
  /** What has to be typed. */
  readonly name: string;
}

/** Deletes for good. That cannot be taken back, so it asks for the name of what goes. */
export function PurgeButton({ id, name }: PurgeButtonProps) {
  const { t } = useTranslation('trash');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="red" onClick={() => setOpen(true)}>
        {t('purge')}
      </Button>
      {isOpen && <Purging id={id} name={name} onClose={() => setOpen(false)} />}
    </>
  );
}

function Purging({ id, name, onClose }: PurgeButtonProps & { readonly onClose: () => void }) {
  const { t } = useTranslation('trash');
  const client = useQueryClient();
  const [isAll, setAll] = useState(true);
  const quarantined = useQuery(quarantinedOfRemoval(id)).data?.files.map((file) => file.id) ?? [];
  const purge = async () => {
    await api.trashPurge({ ids: [id] });
    if (isAll && quarantined.length > 0) await api.quarantineDiscard({ ids: quarantined });
    await client.invalidateQueries();
  };
  return (
    <TypedRemoval
      name={name}
      title={t('purge')}
      meaning={t('purgeMeaning')}
      doText={t('purge')}
      onRemove={purge}
      onClose={onClose}
    >
      {quarantined.length > 0 && (
        <Checkbox
          checked={isAll}
          onChange={(event) => setAll(event.currentTarget.checked)}
          label={t('quarantined', { count: quarantined.length })}
          description={t('quarantinedMeaning')}
        />
      )}
    </TypedRemoval>
  );
}
