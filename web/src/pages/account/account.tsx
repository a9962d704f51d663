/** What somebody sees of themselves: what they may do, how and where they log in, and the tokens of their programs. */
import { Skeleton, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { waysIn } from '../../api/own-account.ts';
import { Problem } from '../../components/problem.tsx';
import styles from './account.module.css';
import { AccountHead } from './account-head.tsx';
import { Passkeys } from './passkeys/passkeys.tsx';
import { Password } from './password.tsx';
import { Provider } from './provider.tsx';
import { OwnSessions } from './sessions.tsx';
import { OwnTokens } from './tokens/tokens.tsx';
import { TwoStep } from './two-step/two-step.tsx';

export function OwnAccount() {
  const { data, error, refetch } = useQuery(waysIn);
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton h={320} />;
  return (
    <Stack gap="lg" className={styles.page ?? ''}>
      <AccountHead mayChange={data.mayChange} />
      <Passkeys ways={data} />
      {data.provider && <Provider provider={data.provider} mayChange={data.mayChange} />}
      {data.hasPassword && <TwoStep ways={data} />}
      {data.hasPassword && <Password />}
      <OwnSessions />
      <OwnTokens mayChange={data.mayChange} />
    </Stack>
  );
}
