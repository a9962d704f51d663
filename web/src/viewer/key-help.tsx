/** All keys, and what the mouse and fingers do. */
import { Group, Kbd, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../components/dialog.tsx';
import { commandGroups, commands } from './commands.ts';
import { presetsFor } from './engine/presets.ts';
import { keyName } from './key-name.ts';
import { markKeys } from './measure/mark-keys.ts';
import { handTools, measureTools } from './tools.ts';
import { bareKey } from './use-bare.ts';
import { volumeWays } from './volume/volume-buttons.tsx';
import { workspaceKeys } from './workspace/use-workspace-keys.ts';

interface KeyHelpProps {
  readonly modality: string;
  /** Whether there are panes, whose images are kept with what was marked in them. Default: there are. */
  readonly hasPanes?: boolean;
  readonly onClose: () => void;
}

const gestures = ['mouseLeft', 'mouseMiddle', 'mouseRight', 'mouseWheel', 'touch'] as const;

export function KeyHelp({ modality, hasPanes = true, onClose }: KeyHelpProps) {
  const { t } = useTranslation(['viewer', 'volume', 'workspace', 'measure']);
  const rowsOf = (group: (typeof commandGroups)[number]) =>
    commands
      .filter((command) => command.group === group)
      .map(({ name, keys }) => ({
        keys: keys.filter((key) => !key.includes('shift')),
        text: t(`do_${name}`),
      }));
  const presets = presetsFor(modality).map(({ name }, i) => ({
    keys: [String(i + 1)],
    text: t(`preset_${name}`),
  }));
  return (
    <Dialog onClose={onClose} title={t('keys')} size="xl">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl" verticalSpacing="lg">
        <KeyList
          title={t('tools')}
          rows={handTools.map(({ name, key }) => ({ keys: [key], text: t(`tool_${name}`) }))}
        />
        <KeyList
          title={t('group_measure')}
          rows={[
            ...measureTools.map(({ name, key }) => ({ keys: [key], text: t(`tool_${name}`) })),
            ...markKeys
              .filter(({ name }) => hasPanes || name !== 'keyImage')
              .map(({ name, keys }) => ({ keys: [keys[0]], text: t(`measure:do_${name}`) })),
          ]}
        />
        {commandGroups.map((group) => (
          <KeyList key={group} title={t(`group_${group}`)} rows={rowsOf(group)} />
        ))}
        <KeyList title={t('presets')} rows={presets} />
        <KeyList
          title={t('volumes')}
          rows={volumeWays.map(({ key, label }) => ({ keys: [key], text: t(`volume:${label}`) }))}
        />
        <KeyList title={t('film')} rows={[{ keys: ['space'], text: `${t('filmPlay')}, ${t('filmStop')}` }]} />
        {hasPanes && (
          <KeyList
            title={t('workspace:panes')}
            rows={[
              { keys: [workspaceKeys.full], text: t('workspace:full') },
              { keys: [bareKey], text: t('workspace:bare') },
              { keys: ['Tab', '⇧ ← ↑ → ↓'], text: t('workspace:neighbour') },
            ]}
          />
        )}
        <Stack gap={4}>
          {gestures.map((gesture) => (
            <Text key={gesture} size="sm">
              {t(gesture)}
            </Text>
          ))}
          {hasPanes && <Text size="sm">{t('workspace:doubleClick')}</Text>}
        </Stack>
      </SimpleGrid>
    </Dialog>
  );
}

interface KeyListProps {
  readonly title: string;
  readonly rows: readonly { readonly keys: readonly string[]; readonly text: string }[];
}

function KeyList({ title, rows }: KeyListProps) {
  return (
    <Stack gap={4}>
      <Text fw={600}>{title}</Text>
      {rows.map(({ keys, text }) => (
        <Group key={text} justify="space-between" wrap="nowrap">
          <Text size="sm">{text}</Text>
          <Group gap={4} wrap="nowrap">
            {keys.map((key) => (
              <Kbd key={key}>{keyName(key)}</Kbd>
            ))}
          </Group>
        </Group>
      ))}
    </Stack>
  );
}
