/** What opens a menu of the bar: a part of `Menu`. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import type { ComponentType } from 'react';

interface MenuButtonProps {
  readonly label: string;
  /** What is told of it beyond its name. */
  readonly tip?: string;
  readonly icon: ComponentType<{ size?: number }>;
  readonly isDisabled?: boolean;
}

/** The target is within the tooltip: it would make the tooltip, and not the button, the one that has a menu. */
export function MenuButton({ label, tip = label, icon: Icon, isDisabled = false }: MenuButtonProps) {
  return (
    <Tooltip label={tip} openDelay={400}>
      <Menu.Target>
        <ActionIcon size="lg" variant="subtle" color="gray" aria-label={label} disabled={isDisabled}>
          <Icon size={20} />
        </ActionIcon>
      </Menu.Target>
    </Tooltip>
  );
}
