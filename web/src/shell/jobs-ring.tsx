/** What is being done, as a ring that fills; behind it a list, with how long each may still take and a way to stop it. */
import {
  ActionIcon,
  Button,
  Divider,
  Indicator,
  Popover,
  RingProgress,
  ScrollArea,
  Stack,
  Text,
} from '@mantine/core';
import { IconProgressCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedJob } from '../../../src/contract/index.ts';
import { isUnfinished, jobs as jobsQuery } from '../api/jobs.ts';
import { useLiveJobs } from '../api/live-jobs.ts';
import { partOfAll } from '../components/jobs/job-progress.ts';
import { JobRow } from '../components/jobs/job-row.tsx';

/** Jobs that have ended, in the list. */
const endedShown = 3;
/** CSS pixels of each side. */
const RING = 30;
/** Of the ring, per cent: what has just begun is seen too. */
const LEAST_SEEN = 5;

export function JobsRing() {
  useLiveJobs();
  const { t } = useTranslation('jobs');
  const [isOpen, setOpen] = useState(false);
  const all = useQuery(jobsQuery).data?.jobs ?? [];
  const unfinished = all.filter(isUnfinished);
  const ended = all.filter((job) => !isUnfinished(job)).slice(0, endedShown);
  const hasFailed = all.some(({ state }) => state === 'failed');
  return (
    <Popover opened={isOpen} onChange={setOpen} width={360} position="bottom-end" trapFocus>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          onClick={() => setOpen(!isOpen)}
          aria-label={t(hasFailed ? 'ringFailed' : 'ring', { count: unfinished.length })}
          aria-expanded={isOpen}
        >
          <Indicator disabled={!hasFailed} color="red" size={10} offset={2}>
            <Ring unfinished={unfinished} />
          </Indicator>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('title')}>
        <ScrollArea.Autosize mah={400} viewportProps={{ tabIndex: 0 }}>
          <Stack gap="md">
            {unfinished.length + ended.length === 0 && <Text size="sm">{t('nothing')}</Text>}
            {[...unfinished, ...ended].map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </Stack>
        </ScrollArea.Autosize>
        <Divider my="sm" />
        <Button component={Link} to="/jobs" variant="subtle" size="compact-sm" onClick={() => setOpen(false)}>
          {t('all')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

function Ring({ unfinished }: { readonly unfinished: readonly ListedJob[] }) {
  if (unfinished.length === 0) return <IconProgressCheck size={22} />;
  const part = partOfAll(unfinished, Date.now()) * 100;
  return (
    <RingProgress
      size={RING}
      thickness={4}
      sections={[{ value: Math.max(LEAST_SEEN, part), color: 'teal' }]}
      label={
        <Text size="xs" ta="center" aria-hidden>
          {unfinished.length}
        </Text>
      }
    />
  );
}
