/** Which columns there are, and views: a search with its columns and their widths, under a name. */
import { Button, Checkbox, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconLayoutColumns } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedView } from '../../../../src/contract/index.ts';
import { RemoveButton } from '../../components/remove-button.tsx';
import { columnNames } from './table/column-names.ts';
import { useColumnTitle } from './table/column-title.ts';
import { useSavedViews } from './use-saved-views.ts';

interface ViewsMenuProps {
  readonly shown: readonly string[];
  readonly onShow: (columns: readonly string[]) => void;
  /** What would be saved now. */
  readonly current: Omit<SavedView, 'name'>;
  readonly onSizing: (sizing: SavedView['sizing']) => void;
}

export function ViewsMenu({ shown, onShow, current, onSizing }: ViewsMenuProps) {
  const { t } = useTranslation('studies');
  const titleOf = useColumnTitle();
  const toggle = (name: string) =>
    onShow(
      shown.includes(name)
        ? shown.filter((each) => each !== name)
        : columnNames.filter((each) => each === name || shown.includes(each)),
    );
  return (
    <Popover position="bottom-end" width={280} shadow="md" trapFocus>
      <Popover.Target>
        <Button size="compact-sm" variant="default" leftSection={<IconLayoutColumns size={16} aria-hidden />}>
          {t('view')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown mah={480} style={{ overflow: 'auto' }}>
        <Stack gap={8}>
          <SavedViews current={current} onSizing={onSizing} />
          <Text size="sm" fw={600}>
            {t('columns')}
          </Text>
          {columnNames.map((name) => (
            <Checkbox
              key={name}
              size="xs"
              label={titleOf(name)}
              checked={shown.includes(name)}
              disabled={shown.length === 1 && shown.includes(name)}
              onChange={() => toggle(name)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function SavedViews({ current, onSizing }: Pick<ViewsMenuProps, 'current' | 'onSizing'>) {
  const { t } = useTranslation('studies');
  const { views, save, forget } = useSavedViews();
  const [name, setName] = useState('');
  return (
    <>
      <Text size="sm" fw={600}>
        {t('views')}
      </Text>
      {views.map((view) => (
        <Group key={view.name} justify="space-between" wrap="nowrap">
          <Button
            renderRoot={(props) => <Link to="/studies" search={view.search} {...props} />}
            onClick={() => onSizing(view.sizing)}
            variant="subtle"
            size="compact-sm"
          >
            {view.name}
          </Button>
          <RemoveButton label={t('forgetView', { name: view.name })} onClick={() => forget(view.name)} />
        </Group>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') save({ ...current, name: name.trim() });
          setName('');
        }}
      >
        <Group gap={8} wrap="nowrap">
          <TextInput
            size="xs"
            aria-label={t('viewName')}
            placeholder={t('viewName')}
            value={name}
            maxLength={64}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" variant="default" disabled={name.trim() === ''}>
            {t('saveView')}
          </Button>
        </Group>
      </form>
    </>
  );
}
