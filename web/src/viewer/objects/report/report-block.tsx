/** A part of a report, as it is to be read. */
import { Table, Text, Title, type TitleOrder } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { WideTable } from '../../../components/wide-table.tsx';
import type { Block, Fact } from './blocks.ts';
import { Gallery, ImageLinks } from './image-links.tsx';
import styles from './report.module.css';
import { textOfValue } from './values.ts';

/** The title is of the second. */
const headingOf = (level: number): TitleOrder => Math.min(6, level + 2) as TitleOrder;

export function ReportBlock({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading':
      return (
        <Title order={headingOf(block.level)} className={styles.heading ?? ''}>
          {block.text}
        </Title>
      );
    case 'text':
      return <Sentences fact={block.fact} />;
    case 'facts':
      return <Facts facts={block.facts} />;
    case 'measurements':
      return <Measurements facts={block.facts} />;
    case 'images':
      return (
        <section>
          {block.label !== '' && <Text fw={600}>{block.label}</Text>}
          <Gallery images={block.images} />
        </section>
      );
    default:
      return block satisfies never;
  }
}

function Sentences({ fact }: { readonly fact: Fact }) {
  return (
    <div className={styles.sentences}>
      {fact.label !== '' && (
        <Text size="sm" c="dimmed">
          {fact.label}
        </Text>
      )}
      <Text className={styles.text ?? ''}>{textOfValue(fact.value)}</Text>
      <About fact={fact} />
      <ImageLinks images={fact.images} />
    </div>
  );
}

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map((fact, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what a report says does not move
        <div key={i}>
          <dt>{fact.label}</dt>
          <dd>
            {textOfValue(fact.value)}
            <About fact={fact} />
            <ImageLinks images={fact.images} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Measurements({ facts }: { readonly facts: readonly Fact[] }) {
  const { t } = useTranslation('objects');
  return (
    <WideTable label={t('measurements')}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('measurement')}</Table.Th>
            <Table.Th ta="end">{t('value')}</Table.Th>
            <Table.Th>{t('about')}</Table.Th>
            <Table.Th>{t('seenIn')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {facts.map((fact, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what a report says does not move
            <Table.Tr key={i}>
              <Table.Th scope="row">{fact.label}</Table.Th>
              <Table.Td ta="end" className={styles.number ?? ''}>
                {textOfValue(fact.value)}
              </Table.Td>
              <Table.Td>
                <About fact={fact} />
              </Table.Td>
              <Table.Td>
                <ImageLinks images={fact.images} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function About({ fact }: { readonly fact: Fact }) {
  return fact.about.map((one, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: what a report says does not move
    <Text key={i} size="sm" c="dimmed" component="div">
      {[one.label, textOfValue(one.value)].filter(Boolean).join(': ')}
      <About fact={one} />
    </Text>
  ));
}
