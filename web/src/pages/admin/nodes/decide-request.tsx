/** An administrator approves or declines a request, or takes an approval back, with words for who asked. */
import { Button, Group, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FetchRequest } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { actorName } from '../../../format/actor-name.ts';

const calls = { approve: api.fetchRequestApprove, decline: api.fetchRequestDecline } as const;
type Decision = keyof typeof calls;

/** By the state that it is in; the others are at their end. */
const decisionsOn: Readonly<Partial<Record<FetchRequest['state'], readonly Decision[]>>> = {
  waiting: ['approve', 'decline'],
  approved: ['decline'],
};

export function DecideRequest({ request }: { readonly request: FetchRequest }) {
  const { t } = useTranslation('requests');
  const [decision, setDecision] = useState<Decision>();
  const decisions = decisionsOn[request.state];
  if (!decisions) return null;
  return (
    <Group gap="xs">
      {decisions.map((one) => (
        <Button
          key={one}
          size="compact-sm"
          variant={one === 'approve' ? 'filled' : 'default'}
          onClick={() => setDecision(one)}
        >
          {t(request.state === 'approved' ? 'takeBack' : one)}
        </Button>
      ))}
      {decision && (
        <DecisionDialog request={request} decision={decision} onClose={() => setDecision(undefined)} />
      )}
    </Group>
  );
}

interface DecisionDialogProps {
  readonly request: FetchRequest;
  readonly decision: Decision;
  readonly onClose: () => void;
}

const longestAnswer = 500;

function DecisionDialog({ request, decision, onClose }: DecisionDialogProps) {
  const { t } = useTranslation('requests');
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const decide = useMutation({
    mutationFn: () => calls[decision]({ id: request.id, reason: reason.trim() }),
    onSuccess: onClose,
    // Somebody else may have decided it meanwhile.
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['fetch-requests'] });
      await client.invalidateQueries({ queryKey: ['jobs'] });
    },
  });
  const isDeclined = decision === 'decline';
  return (
    <FormDialog
      title={t(`${decision}Of`, { name: actorName(request.askedBy.name, request.askedBy.kind) })}
      doing={decide}
      doText={t(decision)}
      isReady={!isDeclined || reason.trim() !== ''}
      hasCancel
      onSubmit={() => decide.mutate()}
      onClose={onClose}
    >
      <Textarea
        data-autofocus
        required={isDeclined}
        label={t(isDeclined ? 'answerWhy' : 'answer')}
        description={t('answerMeaning')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={longestAnswer}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </FormDialog>
  );
}
