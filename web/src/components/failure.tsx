/** What went wrong, in a notification; and where to log in where that is what it needs. */
import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { logInPath } from '../api/session.ts';
import { reasonOf } from '../format/reason.ts';
import { wantsLogIn } from './problem.tsx';

export function Failure({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('common');
  return (
    <>
      <Text size="sm">{reasonOf(error)}</Text>
      {wantsLogIn(error) && (
        <Anchor size="sm" href={logInPath()}>
          {t('logInAgain')}
        </Anchor>
      )}
    </>
  );
}
