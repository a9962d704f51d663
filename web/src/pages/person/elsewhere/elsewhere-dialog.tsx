/** What is known of a study that is somewhere else. Nothing of it has to be. */
import { FileInput, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ElsewhereStudy, HistoryStudy, Somebody } from '../../../../../src/contract/index.ts';
import { api } from '../../../api/client.ts';
import { newUuid } from '../../../api/uids.ts';
import { DateInput, isRoughDate } from '../../../components/date-input.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { roughDateFrom, roughDateText } from '../../../format/dates.ts';
import { keepFile } from '../../../upload/keep.ts';
import { candidatesFor } from './matching.ts';
import { modalities } from './modalities.ts';

interface ElsewhereDialogProps {
  readonly somebody: Somebody;
  /** What is here already. */
  readonly studies: readonly HistoryStudy[];
  /** Undefined for a new one. */
  readonly known: ElsewhereStudy | undefined;
  readonly onClose: () => void;
}

export function ElsewhereDialog({ somebody, studies, known, onClose }: ElsewhereDialogProps) {
  const { t } = useTranslation(['elsewhere', 'documents']);
  const client = useQueryClient();
  const [date, setDate] = useState(roughDateText(known?.date ?? ''));
  const [modality, setModality] = useState(known?.modality ?? null);
  const [bodyPart, setBodyPart] = useState(known?.bodyPart ?? '');
  const [place, setPlace] = useState(known?.place ?? '');
  const [note, setNote] = useState(known?.note ?? '');
  const [picture, setPicture] = useState<File | null>(null);
  const put = useMutation({
    mutationFn: async () => {
      const patientKey = known?.patientKey ?? somebody.patients[0]?.patientKey ?? '';
      const attachTo = { target: 'patient', uid: patientKey } as const;
      const photo = picture
        ? await keepFile({ blob: picture, name: picture.name, attachTo })
        : (known?.photo ?? null);
      const said = {
        ...{ patientKey, date: roughDateFrom(date) ?? null, modality, photo },
        ...{ bodyPart: bodyPart.trim(), place: place.trim(), note: note.trim() },
      };
      // Whoever writes down what is not here knows what is: those studies are not it.
      const here = candidatesFor({ ...said, notStudies: [] }, studies).map((one) => one.studyInstanceUid);
      await api.elsewherePut(known ? { ...known, ...said } : { uid: newUuid(), ...said, notStudies: here });
      await client.invalidateQueries({ queryKey: ['people'] });
    },
    onSuccess: onClose,
  });
  return (
    <FormDialog
      onClose={onClose}
      title={t(known ? 'edit' : 'record')}
      doing={put}
      doText={t('documents:keep')}
      isReady={isRoughDate(date)}
      onSubmit={() => put.mutate()}
    >
      <DateInput label={t('date')} value={date} onChange={setDate} />
      <Select
        label={t('kind')}
        placeholder={t('unknown')}
        clearable
        clearButtonProps={{ 'aria-label': t('unknown') }}
        data={modalities.map((each) => ({ value: each, label: t(`modality_${each}`) }))}
        value={modality}
        onChange={setModality}
      />
      <TextInput
        label={t('bodyPart')}
        value={bodyPart}
        maxLength={64}
        onChange={({ currentTarget }) => setBodyPart(currentTarget.value)}
      />
      <TextInput
        label={t('place')}
        description={t('placeMeaning')}
        value={place}
        maxLength={256}
        onChange={({ currentTarget }) => setPlace(currentTarget.value)}
      />
      <Textarea
        label={t('note')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={4_096}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      <FileInput
        label={t('photo')}
        placeholder={t(known?.photo ? 'anotherPhoto' : 'choosePhoto')}
        accept="image/png,image/jpeg,image/webp"
        clearable
        clearButtonProps={{ 'aria-label': t('noPhoto') }}
        value={picture}
        onChange={setPicture}
      />
    </FormDialog>
  );
}
