import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';

interface RemoveButtonProps {
  /** What it does to what, for who does not see the icon. */
  readonly label: string;
  readonly isBusy?: boolean;
  readonly onClick: () => void;
}

/** At the end of a line: takes away what the line is about. */
export function RemoveButton({ label, isBusy = false, onClick }: RemoveButtonProps) {
  return (
    <ActionIcon variant="subtle" color="gray" loading={isBusy} onClick={onClick} aria-label={label}>
      <IconTrash size={16} />
    </ActionIcon>
  );
}
