/** The one box that is everywhere: `/` or Ctrl-K goes there, Enter searches. */
import { Kbd, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

export function SearchBox() {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const { q = '' } = useSearch({ strict: false });
  const [words, setWords] = useState(q);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => setWords(q), [q]);
  useHotkeys([
    ['/', () => box.current?.focus()],
    ['mod+K', () => box.current?.focus()],
  ]);
  return (
    <search style={{ flex: 1, maxWidth: 640 }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ to: '/studies', search: { q: words.trim() || undefined } });
        }}
      >
        <TextInput
          ref={box}
          type="search"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={<Kbd visibleFrom="sm">/</Kbd>}
          maxLength={256}
        />
      </form>
    </search>
  );
}
