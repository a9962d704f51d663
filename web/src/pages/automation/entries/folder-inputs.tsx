/** Which folder of the server, below those that the archive may use. */
import { Group, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface FolderInputsProps {
  readonly folders: readonly string[];
  /** One of them. */
  readonly above: string;
  readonly below: string;
  /** What it is below where nothing is said. */
  readonly usual: string;
  readonly onAbove: (folder: string) => void;
  readonly onBelow: (folder: string) => void;
}

export function FolderInputs({ folders, above, below, usual, onAbove, onBelow }: FolderInputsProps) {
  const { t } = useTranslation('automation');
  return (
    <Group grow align="flex-end">
      <Select
        label={t('target')}
        data={[...folders]}
        value={above}
        allowDeselect={false}
        onChange={(folder) => folder !== null && onAbove(folder)}
      />
      <TextInput
        label={t('subfolder')}
        placeholder={usual}
        value={below}
        maxLength={512}
        onChange={(event) => onBelow(event.currentTarget.value)}
      />
    </Group>
  );
}
