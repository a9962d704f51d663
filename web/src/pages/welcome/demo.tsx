import { Button, Paper, Progress, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { Problem } from '../../components/problem.tsx';

/** A history that nobody had, to look around in. */
export function Demo() {
  const { t } = useTranslation('welcome');
  const client = useQueryClient();
  const [part, setPart] = useState(0);
  const demo = useMutation({
    mutationFn: async () => {
      for await (const item of api.demo({}))
        if (item.kind === 'progress' && item.total) setPart((item.done / item.total) * 100);
    },
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <Paper component="section" withBorder p="md" aria-label={t('demo')}>
      <Title order={2} mb={4}>
        {t('demo')}
      </Title>
      <Text size="sm" mb="sm">
        {t('demoMeaning')}
      </Text>
      <Button variant="default" loading={demo.isPending} onClick={() => demo.mutate()}>
        {t('demoDo')}
      </Button>
      {demo.isPending && <Progress value={part} mt="sm" aria-label={t('demo')} />}
      {demo.isError && <Problem error={demo.error} />}
    </Paper>
  );
}
