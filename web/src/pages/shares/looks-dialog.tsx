/** Every look at what a link shows: when, from where, and what was done. */
import { Badge, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { FindRow, ListedShare, Look } from '../../../../src/contract/index.ts';
import { textOf } from '../../api/rows.ts';
import { looks as looksQuery } from '../../api/shares.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Problem } from '../../components/problem.tsx';
import { studyPlace } from '../../components/study-places.ts';
import { day, moments } from '../../format/dates.ts';
import { useShareWords } from './use-share-words.ts';

interface LooksDialogProps {
  readonly share: ListedShare;
  readonly onClose: () => void;
}

export function LooksDialog({ share, onClose }: LooksDialogProps) {
  const { t } = useTranslation('shares');
  const { data, error } = useQuery(looksQuery(share.id));
  const names = namesOf(data?.studies ?? []);
  return (
    <Dialog onClose={onClose} title={t('looksAt', { title: share.title || t('untitled') })} size="lg">
      {error && <Problem error={error} />}
      {!data && !error && <Skeleton h={120} />}
      {data?.looks.length === 0 && <Text c="dimmed">{t('never')}</Text>}
      {data && (
        <Stack component="ul" gap="md" p={0} m={0} style={{ listStyle: 'none' }}>
          {data.looks.map((look) => (
            <li key={`${look.from} ${look.address}`}>
              <OneLook look={look} names={names} />
            </li>
          ))}
        </Stack>
      )}
      {data && !data.isComplete && (
        <Text size="sm" c="dimmed" mt="md">
          {t('notAllLooks')}
        </Text>
      )}
    </Dialog>
  );
}

/** Of studies, by their UIDs. */
const namesOf = (studies: readonly FindRow[]): ReadonlyMap<string, string> =>
  new Map(
    studies.map((row) => {
      const facts = [textOf(row, 'StudyDescription'), day(textOf(row, 'StudyDate'))];
      return [textOf(row, 'StudyInstanceUID'), facts.filter((fact) => fact !== '').join(' · ')];
    }),
  );

interface OneLookProps {
  readonly look: Look;
  /** Of studies, by their UIDs. */
  readonly names: ReadonlyMap<string, string>;
}

function OneLook({ look: { from, to, address, did, studies }, names }: OneLookProps) {
  const { t } = useTranslation('shares');
  const words = useShareWords();
  return (
    <>
      <Group gap={8}>
        <Text size="sm" fw={600}>
          {moments(from, to)}
        </Text>
        <Text size="sm" c="dimmed">
          {t('address', { address })}
        </Text>
        {did.map((deed) => (
          <Badge key={deed} variant="light" tt="none" {...(deed === 'refused' && { color: 'yellow' })}>
            {words.did(deed)}
          </Badge>
        ))}
      </Group>
      <Group gap="xs">
        {studies.flatMap((uid) => {
          const name = names.get(uid);
          return name === undefined ? [] : [<StudyLink key={uid} uid={uid} name={name} />];
        })}
      </Group>
    </>
  );
}

const StudyLink = ({ uid, name }: { readonly uid: string; readonly name: string }) => (
  <Text size="sm" renderRoot={(props) => <Link {...props} to={studyPlace(uid)} />}>
    {name}
  </Text>
);
