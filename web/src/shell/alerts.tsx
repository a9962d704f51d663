/** What needs attention, on every page: how many things behind a bell, and each with where it is seen to. */
import { ActionIcon, Indicator, Popover, ScrollArea, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttentionList } from '../components/attention/attention-list.tsx';
import { countOf, useAttention } from '../components/attention/use-attention.ts';

export function Alerts() {
  const { t } = useTranslation('shell');
  const { href } = useLocation();
  /** Where it was opened: a link out of it closes it. */
  const [openAt, setOpenAt] = useState<string>();
  const isOpen = openAt === href;
  const setOpen = (wanted: boolean) => setOpenAt(wanted ? href : undefined);
  const attention = useAttention();
  const count = countOf(attention);
  return (
    <Popover opened={isOpen} onChange={setOpen} width={360} position="bottom-end" trapFocus>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          onClick={() => setOpen(!isOpen)}
          aria-label={t('alerts', { count })}
          aria-expanded={isOpen}
        >
          <Indicator disabled={count === 0} color="yellow" size={10} offset={2}>
            <IconBell size={22} />
          </Indicator>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('alerts', { count })}>
        {count === 0 ? (
          <Text size="sm">{t('noAlerts')}</Text>
        ) : (
          <ScrollArea.Autosize mah={400} viewportProps={{ tabIndex: 0 }}>
            <AttentionList {...attention} />
          </ScrollArea.Autosize>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
