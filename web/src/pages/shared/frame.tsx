import { Container, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './shared.module.css';

/** What stands around a page for somebody without an account: there is nowhere else to go. */
export function Frame({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <Group gap="xs">
          <img src="/isocenter.svg" alt="" width={22} height={22} />
          <Text fw={650}>Isocenter</Text>
        </Group>
      </header>
      <Container component="main" size="lg" py="lg">
        {children}
      </Container>
    </div>
  );
}
