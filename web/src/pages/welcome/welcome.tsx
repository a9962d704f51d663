/** The first run: who you are, where files are kept, and the first image. It can be left and gone on with at any time. */
import { Anchor, Container, Group, Skeleton, Stack, Stepper, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { type ComponentType, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { counts, me } from '../../api/queries.ts';
import { useMay } from '../../api/rights.ts';
import { FirstImage } from './first-image.tsx';
import { type Step, steps, type WelcomeSearch } from './search-params.ts';
import { WhereKept } from './where-kept.tsx';
import { WhoYouAre } from './who-you-are.tsx';

const contents: Readonly<Record<Step, ComponentType<{ readonly onNext: () => void }>>> = {
  you: WhoYouAre,
  place: WhereKept,
  image: FirstImage,
};

export function Welcome() {
  const { t } = useTranslation('welcome');
  const { step = 'you' }: WelcomeSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const may = useMay();
  const who = useQuery(me);
  const held = useQuery(counts);
  const began = useRef<boolean>(undefined);
  if (held.data) began.current ??= held.data.instances === 0;
  if (!who.data || began.current === undefined) return <Skeleton h={480} />;
  // Whoever has images knows their way, and whoever may not administer has nothing to set up.
  if (!began.current || !may('administer')) return <Navigate to="/" replace />;
  const active = steps.indexOf(step);
  const go = (index: number) => void navigate({ to: '/welcome', search: { step: steps[index] ?? 'image' } });
  const Content = contents[step];
  return (
    <Container size="md" p={0}>
      <Stack gap="lg">
        <Group justify="space-between" align="baseline">
          <Title order={1}>{t('title')}</Title>
          <Anchor component={Link} to="/" size="sm">
            {t('later')}
          </Anchor>
        </Group>
        <Stepper active={active} onStepClick={go} size="sm" iconSize={32}>
          {steps.map((each) => (
            <Stepper.Step
              key={each}
              label={t(`step_${each}`)}
              aria-current={each === step ? 'step' : undefined}
            />
          ))}
        </Stepper>
        <Content onNext={() => go(active + 1)} />
        <Text size="sm" c="dimmed">
          {t('resume')}
        </Text>
      </Stack>
    </Container>
  );
}
