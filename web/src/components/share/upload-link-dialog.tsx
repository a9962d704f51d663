/** A link by which somebody without an account sends images: where they go, how long and how much, and how the link gets there. */
import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { bytes } from '../../format/numbers.ts';
import { Dialog } from '../dialog.tsx';
import { Problem } from '../problem.tsx';
import { Step } from '../step.tsx';
import { useFields } from '../use-fields.ts';
import { CollectionField } from './collection-field.tsx';
import { type Choice, useInboxes } from './inboxes.ts';
import { LinkFields } from './link-fields.tsx';
import { MadeLink } from './made-link.tsx';
import { OnlyHere } from './only-here.tsx';
import { newUploadLink, sizes, type UploadTerms, usualUpload } from './upload-terms.ts';

interface UploadLinkDialogProps {
  /** What the images are, where that is known: shown to who opens the link. */
  readonly about?: string;
  readonly onClose: () => void;
}

export function UploadLinkDialog({ about = '', onClose }: UploadLinkDialogProps) {
  const { t } = useTranslation(['asking', 'share']);
  const inboxes = useInboxes();
  const [terms, change] = useFields<UploadTerms>(() => usualUpload(about));
  const chosen = inboxes?.find(({ name }) => name === terms.collection) ?? inboxes?.[0];
  const make = useMakeLink(terms, chosen);
  return (
    <Dialog onClose={onClose} title={t('title')} size="lg" isKept={make.data !== undefined}>
      <Stack gap="lg">
        <OnlyHere />
        {make.data ? (
          <>
            <MadeLink share={make.data} />
            <Group justify="flex-end">
              <Button onClick={onClose}>{t('share:done')}</Button>
            </Group>
          </>
        ) : (
          <>
            <Text size="sm">{t('meaning')}</Text>
            <Step number={1} title={t('where')}>
              {inboxes && (
                <CollectionField
                  choices={inboxes}
                  value={chosen?.name}
                  onChange={(collection) => change({ collection })}
                />
              )}
            </Step>
            <Step number={2} title={t('share:howLong')}>
              <Stack gap="sm">
                <LinkFields terms={terms} onChange={change} example={t('example')} />
                <AtMost maxBytes={terms.maxBytes} onChange={(maxBytes) => change({ maxBytes })} />
              </Stack>
            </Step>
            <Step number={3} title={t('share:send')}>
              {make.isError && <Problem error={make.error} />}
              <Group justify="flex-end">
                <Button loading={make.isPending} disabled={!chosen} onClick={() => make.mutate()}>
                  {t('share:make')}
                </Button>
              </Group>
            </Step>
          </>
        )}
      </Stack>
    </Dialog>
  );
}

/** The collection is made before, where it is not there yet. */
function useMakeLink(terms: UploadTerms, chosen: Choice | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const { name = '', isNew } = chosen ?? {};
      if (isNew) await api.collectionAdd({ name });
      return await api.uploadLinkCreate(newUploadLink(terms, name, Date.now()));
    },
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['shares'] });
      await client.invalidateQueries({ queryKey: ['collections'] });
    },
  });
}

interface AtMostProps {
  readonly maxBytes: number;
  readonly onChange: (maxBytes: number) => void;
}

function AtMost({ maxBytes, onChange }: AtMostProps) {
  const { t } = useTranslation('asking');
  return (
    <div>
      <Text size="sm" fw={500} mb={4} aria-hidden>
        {t('atMost')}
      </Text>
      <SegmentedControl
        fullWidth
        size="sm"
        aria-label={t('atMost')}
        data={sizes.map((size) => ({ value: String(size), label: bytes(size) }))}
        value={String(maxBytes)}
        onChange={(value) => onChange(Number(value))}
      />
    </div>
  );
}
