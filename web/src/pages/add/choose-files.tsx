import { Button } from '@mantine/core';
import { type ReactNode, useRef } from 'react';

interface ChooseFilesProps {
  readonly onFiles: (files: readonly File[]) => void;
  /** A folder with everything in it, instead of single files. */
  readonly isFolder?: boolean;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}

/** A button that asks the system for files. */
export function ChooseFiles({ onFiles, isFolder = false, icon, children }: ChooseFilesProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        variant={isFolder ? 'default' : 'filled'}
        leftSection={icon}
        onClick={() => input.current?.click()}
      >
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        {...(isFolder && { webkitdirectory: '' })}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same again is asked for again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
