/** One of a few, as buttons: radio buttons would keep the keys of the viewer for themselves once one of them was pressed. */
import { Button } from '@mantine/core';
import type { KeyboardEvent } from 'react';

interface ChoiceProps<Name extends string> {
  readonly options: readonly { readonly name: Name; readonly label: string }[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}

export function Choice<Name extends string>({ options, chosen, onChoose }: ChoiceProps<Name>) {
  return (
    <Button.Group>
      {options.map(({ name, label }) => (
        <Button
          key={name}
          size="xs"
          px="xs"
          variant={name === chosen ? 'filled' : 'default'}
          aria-pressed={name === chosen}
          onClick={() => onChoose(name)}
        >
          {label}
        </Button>
      ))}
    </Button.Group>
  );
}

/** Arrows on a slider move that, and nothing else. */
export function keepFromPage(event: KeyboardEvent): void {
  if (event.target instanceof Element && event.target.getAttribute('role') === 'slider')
    event.stopPropagation();
}
