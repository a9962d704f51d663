import { Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AuditRecord } from '../../../../../src/contract/index.ts';
import { useAuditWords } from '../../../components/audit/use-audit-words.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { Facts } from '../../../components/facts.tsx';

interface RecordDialogProps {
  readonly record: AuditRecord;
  readonly onClose: () => void;
}

/** Everything that one record says. */
export function RecordDialog({ record, onClose }: RecordDialogProps) {
  const { t } = useTranslation('audit');
  const { actionWords, actorWords } = useAuditWords();
  const {
    sequence,
    at,
    actor,
    address,
    action,
    via,
    outcome,
    studies,
    patients = [],
    files = [],
    reason,
    count,
  } = record;
  return (
    <Dialog onClose={onClose} size="lg" title={t('look', { number: sequence })}>
      <Facts
        facts={[
          [t('when'), at],
          [t('who'), <bdi key="who">{actorWords(actor)}</bdi>],
          [t('address'), address],
          [t('what'), actionWords(action)],
          [t('how'), via],
          [t('outcome'), t(`outcome_${outcome}`)],
          ...(reason === undefined ? [] : [[t('reason'), <bdi key="reason">{reason}</bdi>] as const]),
          [t('times'), String(count)],
          ...(studies.length === 0
            ? []
            : [[t('studies'), <Studies key="studies" studies={studies} />] as const]),
          ...(patients.length === 0 ? [] : [[t('patients'), patients.join(', ')] as const]),
          ...(files.length === 0 ? [] : [[t('files'), <Digests key="files" digests={files} />] as const]),
          [t('hash'), record.hash],
          [t('previous'), record.previous],
        ]}
      />
    </Dialog>
  );
}

const Studies = ({ studies }: { readonly studies: readonly string[] }) => (
  <Stack gap={0}>
    {studies.map((study) => (
      <Link key={study} to="/studies/$study" params={{ study }}>
        {study}
      </Link>
    ))}
  </Stack>
);

/** Of files in quarantine; the name of one there may be that of a person. */
const Digests = ({ digests }: { readonly digests: readonly string[] }) => (
  <Stack gap={0}>
    {digests.map((digest) => (
      <code key={digest}>{digest}</code>
    ))}
  </Stack>
);
