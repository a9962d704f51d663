/** The actions of a rule that is made: what, about what, in which order. */
import { ActionIcon, Autocomplete, Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { nodes as nodesQuery } from '../../../api/nodes.ts';
import { addressesIn } from '../entries/addresses-in.ts';
import { TestMail } from '../entries/test-mail.tsx';
import { type ActionFields as Fields, newAction, type OfferedAction, offeredActions } from './rule-fields.ts';
import { SubmissionInputs } from './submission-inputs.tsx';

interface ActionFieldsProps {
  readonly actions: readonly Fields[];
  readonly onChange: (actions: readonly Fields[]) => void;
}

export function ActionFields({ actions, onChange }: ActionFieldsProps) {
  const { t } = useTranslation('rules');
  const { data } = useQuery(nodesQuery);
  const change = (id: number, what: Partial<Fields>) =>
    onChange(actions.map((one) => (one.id === id ? { ...one, ...what } : one)));
  const add = () => {
    const id = Math.max(...actions.map((one) => one.id)) + 1;
    onChange([...actions, newAction(id)]);
  };
  return (
    <Stack gap="xs" role="group" aria-label={t('does')}>
      <Text size="sm" fw={500}>
        {t('does')}
      </Text>
      {actions.map((one) => (
        <Stack key={one.id} gap="xs">
          <Group gap="xs" wrap="nowrap" align="flex-end">
            <Select
              label={t('action')}
              data={offeredActions.map((value) => ({ value, label: t(`offer_${value}`) }))}
              value={one.action}
              allowDeselect={false}
              w={190}
              onChange={(action) =>
                action !== null && change(one.id, { action: action as OfferedAction, about: '' })
              }
            />
            {one.action === 'send' ? (
              <Autocomplete
                label={t(`about_${one.action}`)}
                data={data?.nodes.map(({ name }) => name) ?? []}
                value={one.about}
                flex={1}
                onChange={(about) => change(one.id, { about })}
              />
            ) : (
              <TextInput
                label={t(`about_${one.action}`)}
                value={one.about}
                maxLength={1_000}
                flex={1}
                onChange={(event) => change(one.id, { about: event.currentTarget.value })}
              />
            )}
            {actions.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t('takeAction')}
                onClick={() => onChange(actions.filter(({ id }) => id !== one.id))}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
            )}
          </Group>
          {one.action === 'submit' && (
            <SubmissionInputs
              fields={one.submission}
              onChange={(submission) => change(one.id, { submission })}
            />
          )}
          {one.action === 'mail' && <TestMail to={addressesIn(one.about)[0] ?? ''} />}
        </Stack>
      ))}
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={add}
        >
          {t('addAction')}
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {t('moreInFile')}
      </Text>
    </Stack>
  );
}
