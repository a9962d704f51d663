/** Who one is and what one may do; and what has to be done first to change how one logs in. */
import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ResultFor, Right } from '../../../../src/contract/index.ts';
import { me } from '../../api/queries.ts';
import { useMay } from '../../api/rights.ts';
import { logInPath } from '../../api/session.ts';
import { useGrantWords } from '../../components/account/use-grant-words.ts';

/** @param mayChange they logged in not long ago */
export function AccountHead({ mayChange }: { readonly mayChange: boolean }) {
  const { t } = useTranslation(['account', 'common']);
  const { data } = useQuery(me);
  const may = useMay();
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} style={{ overflowWrap: 'anywhere' }}>
          {t('title', { name: data?.actor.name ?? '' })}
        </Title>
        {may('breakGlass') && (
          <Button component={Link} to="/account/emergency" variant="default">
            {t('emergency')}
          </Button>
        )}
      </Group>
      {data && <May may={data.may} />}
      {!mayChange && (
        <Alert icon={<IconLock aria-hidden />} variant="light" title={t('lockedTitle')}>
          {t('lockedMeaning')} <Anchor href={logInPath()}>{t('common:logInAgain')}</Anchor>
        </Alert>
      )}
    </Stack>
  );
}

/** Rights that reach equally far are told together. */
function May({ may }: Pick<ResultFor<'me'>, 'may'>) {
  const { t } = useTranslation(['account', 'grants']);
  const { rightWords } = useGrantWords();
  const reaches = new Map<string, Right[]>();
  for (const { right, on } of may) reaches.set(on, [...(reaches.get(on) ?? []), right]);
  const lines = [...reaches].map(([on, rights]) => {
    const reach = on === 'all studies' ? t('grants:onEverything') : on;
    return t('youMay', { what: `${rightWords(rights)} · ${reach}` });
  });
  return (
    <section aria-label={t('may')}>
      {(lines.length > 0 ? lines : [t('mayNothing')]).map((line) => (
        <Text key={line} size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {line}
        </Text>
      ))}
    </section>
  );
}
