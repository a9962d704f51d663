/** One extension: what it offers, how it does, what is wrong with it and what it printed. */
import { Alert, Button, Code, Collapse, Group, List, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedExtension } from '../../../../../src/contract/index.ts';
import { moment } from '../../../format/dates.ts';
import { reasonOf } from '../../../format/reason.ts';
import { TitledCard } from '../entries/titled-card.tsx';

interface ExtensionCardProps {
  readonly extension: ListedExtension;
}

const colours = { ready: 'teal', resting: 'yellow', broken: 'red' } as const;

export function ExtensionCard({ extension }: ExtensionCardProps) {
  const { t } = useTranslation('extensions');
  const {
    name,
    about,
    state,
    conditions,
    actions,
    names,
    routes,
    links,
    problems,
    printed,
    calls,
    failures,
  } = extension;
  const [isOpen, { toggle }] = useDisclosure(false);
  const lines = useId();
  return (
    <TitledCard name={name} state={{ colour: colours[state], words: t(`state_${state}`) }}>
      {about !== '' && <Text>{about}</Text>}
      <Offers extension={name} title={t('conditions')} offers={conditions} />
      <Offers extension={name} title={t('actions')} offers={actions} />
      <Offers extension={name} title={t('names')} offers={names} />
      <Offers extension={name} title={t('routes')} offers={routes} />
      <Offers
        extension={name}
        title={t('links')}
        offers={links.map(({ name, title, href }) => ({ name, about: `${title}: ${href}` }))}
      />
      <Text size="sm" c="dimmed">
        {t('calls', { count: calls })}
        {failures > 0 && `, ${t('failures', { count: failures })}`}
      </Text>
      {problems.length > 0 && (
        <Alert color={colours[state === 'ready' ? 'resting' : state]} title={t('problemTitle')}>
          {problems.map((problem) => (
            <Text key={problem.title} size="sm" style={{ overflowWrap: 'anywhere' }}>
              {reasonOf(problem)}
            </Text>
          ))}
        </Alert>
      )}
      {printed.length > 0 && (
        <>
          <Group>
            <Button variant="default" onClick={toggle} aria-expanded={isOpen} aria-controls={lines}>
              {t('printed')}
            </Button>
          </Group>
          <Collapse expanded={isOpen} id={lines}>
            <Printed lines={printed} label={t('printedOf', { name })} />
          </Collapse>
        </>
      )}
    </TitledCard>
  );
}

interface OffersProps {
  readonly extension: string;
  readonly title: string;
  readonly offers: ListedExtension['actions'];
}

/** As the automation file names them. */
function Offers({ extension, title, offers }: OffersProps) {
  if (offers.length === 0) return null;
  return (
    <div>
      <Text fw={600} size="sm">
        {title}
      </Text>
      <List size="sm" spacing={4}>
        {offers.map(({ name, about }) => (
          <List.Item key={name}>
            <Code style={{ overflowWrap: 'anywhere' }}>
              {extension}.{name}
            </Code>{' '}
            {about}
          </List.Item>
        ))}
      </List>
    </div>
  );
}

interface PrintedProps {
  readonly lines: ListedExtension['printed'];
  readonly label: string;
}

function Printed({ lines, label }: PrintedProps) {
  return (
    <Code block tabIndex={0} role="log" aria-label={label} mah={320} style={{ overflow: 'auto' }}>
      {lines.map(({ at, text }) => `${moment(at)}  ${text}`).join('\n')}
    </Code>
  );
}
