/** Images to take away: in which form, and how their files are called; the browser writes them to the disk as they come. */
import { Button, Group, Radio, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DownloadForm } from '../../../../src/contract/index.ts';
import { api } from '../../api/client.ts';
import { Dialog } from '../dialog.tsx';
import type { Given } from '../given.ts';
import { GivenList } from '../given-list.tsx';
import { Problem } from '../problem.tsx';
import { saveFrom } from '../save.ts';
import { Step } from '../step.tsx';
import { useFileName } from './file-name.ts';
import { forms, hasNames, templates } from './forms.ts';
import { NamePreview } from './name-preview.tsx';
import { TemplateFields } from './template-fields.tsx';

interface ExportDialogProps {
  readonly given: Given;
  readonly onClose: () => void;
}

export function ExportDialog({ given, onClose }: ExportDialogProps) {
  const { t } = useTranslation('export');
  const [form, setForm] = useState<DownloadForm>('files');
  const [template, setTemplate] = useState<string>(templates.person);
  const selection = { studies: [...given.studies] };
  const name = useFileName(given);
  const prepare = useMutation({
    mutationFn: () => api.downloadPrepare({ selection, form, template, name }),
    onSuccess: ({ path }) => {
      saveFrom(path);
      onClose();
    },
  });
  return (
    <Dialog onClose={onClose} title={t('title')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          prepare.mutate();
        }}
      >
        <Stack gap="lg">
          <Step number={1} title={t('what')}>
            <GivenList given={given} />
          </Step>
          <Step number={2} title={t('how')}>
            <Radio.Group
              aria-label={t('how')}
              value={form}
              onChange={(value) => setForm(value as DownloadForm)}
            >
              <Stack gap="xs">
                {forms.map((each) => (
                  <Radio
                    key={each}
                    value={each}
                    label={t(each)}
                    description={t(`${each}Meaning`)}
                    data-autofocus={each === form || undefined}
                  />
                ))}
              </Stack>
            </Radio.Group>
          </Step>
          {hasNames(form) && (
            <Step number={3} title={t('names')}>
              <TemplateFields template={template} onChange={setTemplate} />
              <NamePreview given={given} request={{ selection, form, template }} />
            </Step>
          )}
          {prepare.isError && <Problem error={prepare.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={prepare.isPending}>
              {t('do')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
