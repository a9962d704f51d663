/** Of a person, one patient who is somebody else after all. */
import { Button, Menu } from '@mantine/core';
import { IconUnlink } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { Problem } from '../../../components/problem.tsx';
import { useUndo } from '../../../components/undo.tsx';

export function TakeOut({ somebody: { personUid, name, patients } }: { readonly somebody: Somebody }) {
  const { t } = useTranslation('person');
  const offerUndo = useUndo();
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: ['people'] });
  const split = useMutation({
    mutationFn: (patientKey: string) => api.personSplit({ uid: personUid ?? '', patientKeys: [patientKey] }),
    onSuccess: async () => {
      const patientKeys = patients.map(({ patientKey }) => patientKey);
      offerUndo(t('takenOut'), async () => {
        await api.personMerge({ name: name ?? '', patientKeys });
        await again();
      });
      await again();
    },
  });
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button size="compact-xs" variant="subtle" leftSection={<IconUnlink size={14} />} data-print-hidden>
            {t('takeOut')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {patients.map(({ patientKey, patientId }) => (
            <Menu.Item key={patientKey} onClick={() => split.mutate(patientKey)}>
              {patientId ?? t('noId')}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {split.isError && <Problem error={split.error} />}
    </>
  );
}
