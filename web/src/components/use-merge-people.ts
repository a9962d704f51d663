/** Says that people are one and the same, which can be taken back. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../../src/contract/index.ts';
import { api } from '../api/client.ts';
import { personName } from '../format/person-name.ts';
import { useUndo } from './undo.tsx';

export interface Merging {
  readonly people: readonly Somebody[];
  /** What the one person is called. */
  readonly name: string;
}

/** The longest says the most: "Müller, Änne" rather than "MULLER". */
export function likelyName(people: readonly Somebody[]): string {
  const names = people.map(({ name }) => personName(name ?? ''));
  return names.reduce((longest, name) => (name.length > longest.length ? name : longest), '');
}

export function useMergePeople() {
  const { t } = useTranslation('people');
  const offerUndo = useUndo();
  const client = useQueryClient();
  const again = async () => {
    await Promise.all(['people', 'arrived'].map((of) => client.invalidateQueries({ queryKey: [of] })));
  };
  return useMutation({
    mutationFn: ({ people, name }: Merging) => api.personMerge({ name, patientKeys: people.flatMap(keysOf) }),
    onSuccess: async ({ uid, patientKeys }, { people, name }) => {
      offerUndo(t('merged', { name }), async () => {
        await takeApart(uid, patientKeys, people);
        await again();
      });
      await again();
    },
  });
}

/** As they were: who was a person before is one again. */
async function takeApart(
  uid: string,
  patientKeys: readonly string[],
  people: readonly Somebody[],
): Promise<void> {
  const stays = people.find(({ personUid }) => personUid === uid);
  const leave = stays ? patientKeys.filter((key) => !keysOf(stays).includes(key)) : patientKeys;
  await api.personSplit({ uid, patientKeys: [...leave] });
  if (stays?.name) await api.personRename({ uid, name: stays.name });
  for (const one of people)
    if (one.personUid !== null && one !== stays)
      await api.personMerge({ name: one.name ?? '', patientKeys: keysOf(one) });
}

const keysOf = ({ patients }: Somebody): string[] => patients.map(({ patientKey }) => patientKey);
