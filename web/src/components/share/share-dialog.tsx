/** A link for somebody without an account: what it shows, how long and how safe, and how it gets there. */
import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { Dialog } from '../dialog.tsx';
import type { Given } from '../given.ts';
import { GivenList } from '../given-list.tsx';
import { Problem } from '../problem.tsx';
import { Step } from '../step.tsx';
import { useFields } from '../use-fields.ts';
import { MadeLink } from './made-link.tsx';
import { OnlyHere } from './only-here.tsx';
import { newShare, type Terms, usualTerms } from './terms.ts';
import { TermsFields } from './terms-fields.tsx';
import { WhatToCome } from './what-to-come.tsx';

interface ShareDialogProps {
  readonly given: Given;
  readonly onClose: () => void;
}

export function ShareDialog({ given, onClose }: ShareDialogProps) {
  const { t } = useTranslation('share');
  const client = useQueryClient();
  const [terms, change] = useFields<Terms>(usualTerms);
  const make = useMutation({
    mutationFn: () => api.shareCreate(newShare(given, terms, Date.now())),
    onSuccess: () => client.invalidateQueries({ queryKey: ['shares'] }),
  });
  return (
    <Dialog onClose={onClose} title={t('title')} size="lg" isKept={make.data !== undefined}>
      <Stack gap="lg">
        <OnlyHere />
        <Step number={1} title={t('what')}>
          <GivenList given={given} />
          {given.somebody && !make.data && (
            <WhatToCome isOpenEnded={terms.isOpenEnded} onChange={(isOpenEnded) => change({ isOpenEnded })} />
          )}
        </Step>
        {make.data ? (
          <Step number={2} title={t('send')}>
            <MadeLink share={make.data} />
            <Group justify="flex-end">
              <Button onClick={onClose}>{t('done')}</Button>
            </Group>
          </Step>
        ) : (
          <>
            <Step number={2} title={t('howLong')}>
              <TermsFields terms={terms} onChange={change} />
            </Step>
            <Step number={3} title={t('send')}>
              {make.isError && <Problem error={make.error} />}
              <Group justify="flex-end">
                <Button loading={make.isPending} onClick={() => make.mutate()}>
                  {t('make')}
                </Button>
              </Group>
            </Step>
          </>
        )}
      </Stack>
    </Dialog>
  );
}
