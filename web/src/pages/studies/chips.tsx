/** What is searched for, part by part: each can be taken out, and a word be told what it was meant as. */
import { ActionIcon, Group, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { quoted } from '../../format/quoted.ts';
import styles from './chips.module.css';
import type { Term } from './query/term.ts';
import { wordOf } from './query/word-of.ts';
import { useColumnTitle } from './table/column-title.ts';
import { useTermWords } from './term-words.ts';

interface ChipsProps {
  readonly terms: readonly Term[];
  readonly onReplace: (term: Term, words?: string) => void;
}

export function Chips({ terms, onReplace }: ChipsProps) {
  const { t } = useTranslation('studies');
  if (terms.length === 0) return null;
  return (
    <Group gap={8} role="group" aria-label={t('chips')}>
      {terms.map((term, index) => (
        // The same words twice are two chips.
        // biome-ignore lint/suspicious/noArrayIndexKey: their place is what tells them apart
        <Chip key={index} term={term} onReplace={onReplace} />
      ))}
    </Group>
  );
}

function Chip({ term, onReplace }: { readonly term: Term } & Pick<ChipsProps, 'onReplace'>) {
  const { t } = useTranslation('studies');
  const { name, value } = useTermWords()(term);
  const words = (
    <>
      <Text span size="sm" c="dimmed">
        {name}
      </Text>
      <Text span size="sm" truncate maw={240}>
        {value}
      </Text>
    </>
  );
  const word = wordOf(term);
  return (
    <Group gap={0} wrap="nowrap" className={styles.chip}>
      {word === undefined ? (
        <span className={styles.words}>{words}</span>
      ) : (
        <Meanings word={word} onChoose={(field) => onReplace(term, `${field}:${quoted(word)}`)}>
          {words}
        </Meanings>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        radius="xl"
        aria-label={t('removeChip', { what: value })}
        onClick={() => onReplace(term)}
      >
        <IconX size={14} />
      </ActionIcon>
    </Group>
  );
}

/** Fields as the search box knows them, and what each is called. */
const fields = [
  ['name', 'PatientName'],
  ['id', 'PatientID'],
  ['description', 'StudyDescription'],
  ['series', 'SeriesDescription'],
  ['bodypart', 'BodyPartExamined'],
  ['institution', 'InstitutionName'],
  ['accession', 'AccessionNumber'],
] as const;

interface MeaningsProps {
  readonly word: string;
  readonly onChoose: (field: string) => void;
  readonly children: React.ReactNode;
}

function Meanings({ word, onChoose, children }: MeaningsProps) {
  const { t } = useTranslation('studies');
  const titleOf = useColumnTitle();
  return (
    <Menu>
      <Menu.Target>
        <UnstyledButton className={styles.words}>{children}</UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('meantAs', { word })}</Menu.Label>
        {fields.map(([field, keyword]) => (
          <Menu.Item key={field} onClick={() => onChoose(field)}>
            {titleOf(keyword)}
          </Menu.Item>
        ))}
        <Menu.Item onClick={() => onChoose('label')}>{t('label')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
