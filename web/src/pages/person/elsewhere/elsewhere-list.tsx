/** What is known to be elsewhere, and what came of it since. */
import { ActionIcon, Anchor, Badge, Group, Menu, Paper, Stack, Text, Title } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ElsewhereStudy } from '../../../../../src/contract/index.ts';
import { useMay } from '../../../api/rights.ts';
import { studyPlace } from '../../../components/study-places.ts';
import { roughDay } from '../../../format/dates.ts';
import { useElsewhere } from './use-elsewhere.ts';
import { useElsewhereName } from './use-elsewhere-name.ts';

interface ElsewhereListProps {
  readonly elsewhere: readonly ElsewhereStudy[];
  readonly onEdit: (known: ElsewhereStudy) => void;
}

export function ElsewhereList({ elsewhere, onEdit }: ElsewhereListProps) {
  const { t } = useTranslation('elsewhere');
  if (elsewhere.length === 0) return null;
  return (
    <section aria-label={t('heading')}>
      <Title order={2} mb="xs">
        {t('heading')}
      </Title>
      <Stack gap="xs">
        {elsewhere.map((known) => (
          <Row key={known.uid} known={known} onEdit={() => onEdit(known)} />
        ))}
      </Stack>
    </section>
  );
}

function Row({ known, onEdit }: { readonly known: ElsewhereStudy; readonly onEdit: () => void }) {
  const { t } = useTranslation(['elsewhere', 'common']);
  const nameOf = useElsewhereName();
  const may = useMay();
  const { refuse, remove } = useElsewhere();
  const { date, place, note, photo, studyInstanceUid } = known;
  const name = nameOf(known);
  return (
    <Paper withBorder p="sm" style={{ borderStyle: studyInstanceUid === null ? 'dashed' : 'solid' }}>
      <Group wrap="nowrap" align="flex-start">
        {photo && (
          <img
            src={`/api/files/${photo}/preview`}
            alt={t('photoOf')}
            loading="lazy"
            style={{ width: 64, height: 64, objectFit: 'cover', borderRadius: 4 }}
          />
        )}
        <div style={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed">
            {[roughDay(date ?? '') || t('common:undated'), place].filter((text) => text !== '').join(' · ')}
          </Text>
          {note !== '' && (
            <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
              {note}
            </Text>
          )}
          {studyInstanceUid !== null && (
            <Group gap="xs" mt={4}>
              <Badge variant="light">{t('came')}</Badge>
              <Anchor component={Link} to={studyPlace(studyInstanceUid)} size="sm">
                {t('toStudy')}
              </Anchor>
            </Group>
          )}
        </div>
        {may('edit') && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={t('actions', { name })} data-print-hidden>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={onEdit}>{t('edit')}</Menu.Item>
              {studyInstanceUid !== null && (
                <Menu.Item onClick={() => refuse.mutate({ known, by: [studyInstanceUid] })}>
                  {t('notThis')}
                </Menu.Item>
              )}
              <Menu.Item color="red" onClick={() => remove.mutate(known)}>
                {t('remove')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
    </Paper>
  );
}
