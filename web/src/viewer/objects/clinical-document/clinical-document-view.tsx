/** An encapsulated clinical document (PS3.3 A.45.2): title, sections, what is said in them. */
import { Text, Title } from '@mantine/core';
import { IconFileOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Problem } from '../../../components/problem.tsx';
import { encapsulated } from '../encapsulated.ts';
import type { ObjectProps } from '../object-props.ts';
import styles from '../objects.module.css';
import { Waiting } from '../waiting.tsx';
import { Narrative } from './narrative.tsx';
import { readXml } from './read-xml.ts';

export function ClinicalDocumentView(props: ObjectProps) {
  const { t } = useTranslation('objects');
  const { data, error } = useQuery(encapsulated(props));
  const document = useMemo(() => data && readXml(data)?.documentElement, [data]);
  if (error) return <Problem error={error} />;
  if (!data) return <Waiting />;
  if (!document)
    return <EmptyState icon={IconFileOff} title={t('noXml')} meaning={t('noXmlMeaning')} order={2} />;
  const sections = sectionsIn(document);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <article className={styles.scroll} tabIndex={0}>
      <div className={styles.sheet}>
        <Title order={2}>{childText(document, 'title')}</Title>
        {sections.length === 0 && <Text c="dimmed">{t('noSections')}</Text>}
        {sections.map((section, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sections do not move
          <Section key={i} section={section} />
        ))}
      </div>
    </article>
  );
}

function Section({ section }: { readonly section: Element }) {
  const text = childOf(section, 'text');
  const title = childText(section, 'title');
  return (
    <section>
      {title !== '' && <Title order={3}>{title}</Title>}
      {text && <Narrative of={text} />}
    </section>
  );
}

const sectionsIn = (document: Element): Element[] => [...document.getElementsByTagNameNS('*', 'section')];

const childOf = (element: Element, name: string): Element | undefined =>
  [...element.children].find(({ localName }) => localName === name);

const childText = (element: Element, name: string): string =>
  childOf(element, name)?.textContent?.trim() ?? '';
