import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';

interface AddButtonProps {
  readonly label: string;
  readonly onClick: () => void;
}

/** Beside the heading of a short list: adds to it. */
export function AddButton({ label, onClick }: AddButtonProps) {
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconPlus size={14} aria-hidden />}
      onClick={onClick}
    >
      {label}
    </Button>
  );
}
