/** Other studies of the same person, to be put beside the one that is read. */
import { Menu } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { MenuButton } from '../menu-button.tsx';
import { PriorWords } from './prior-words.tsx';
import { type CompareTerms, useCompare } from './use-compare.ts';

export function PriorMenu(terms: CompareTerms) {
  const { t } = useTranslation('workspace');
  const { priors, compare } = useCompare(terms);
  return (
    <Menu width={340} position="bottom-end">
      <MenuButton label={t('compare')} icon={IconArrowsDiff} isDisabled={priors.length === 0} />
      <Menu.Dropdown mah={400} style={{ overflow: 'auto' }}>
        <Menu.Label>{t('compare')}</Menu.Label>
        {priors.map((prior) => (
          <Menu.Item key={prior.study.studyInstanceUid} onClick={() => compare(prior)}>
            <PriorWords prior={prior} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
