import { TextInput } from '@mantine/core';

interface NameInputProps {
  readonly label: string;
  readonly meaning: string;
  readonly wrongText: string;
  /** Whether the server takes it as a name. */
  readonly isName: (text: string) => boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const longestName = 64;

/** How something is called that is made here: nothing that a keyboard or browser would make better. */
export function NameInput({ label, meaning, wrongText, isName, value, onChange }: NameInputProps) {
  return (
    <TextInput
      data-autofocus
      required
      label={label}
      description={meaning}
      value={value}
      maxLength={longestName}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      error={value !== '' && !isName(value) && wrongText}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
