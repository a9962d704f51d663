/** The one box that is everywhere: `/` or Ctrl-K goes there, Enter searches, and while one types it offers what begins so. */
import { Combobox, Kbd, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue, useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Suggestion, useSuggestions } from './suggestions.ts';

/** How long one has stopped typing when suggestions are asked for, milliseconds. */
const pauseMs = 120;

export function SearchBox() {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const { history } = useRouter();
  const { q = '' } = useSearch({ strict: false });
  const [words, setWords] = useState(q);
  const [asked] = useDebouncedValue(words.trim(), pauseMs);
  // What is searched for already needs none: they would be asked for beside what is found.
  const isSearched = [asked, words.trim()].includes(q);
  const groups = useSuggestions(isSearched ? '' : asked);
  const box = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  useEffect(() => setWords(q), [q]);
  useHotkeys([
    ['/', () => box.current?.focus()],
    ['mod+K', () => box.current?.focus()],
  ]);
  const all = groups.flatMap(({ suggestions }) => suggestions);
  const choose = (chosen: Suggestion | undefined) => {
    combobox.closeDropdown();
    chosen?.act?.();
    if (chosen?.place === undefined) return;
    history.push(chosen.place);
  };
  return (
    <search style={{ flex: 1, maxWidth: 640 }}>
      <Combobox
        store={combobox}
        onOptionSubmit={(at) => choose(all[Number(at)])}
        // In the landmark of the search.
        withinPortal={false}
        transitionProps={{ duration: 0 }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            combobox.closeDropdown();
            void navigate({ to: '/studies', search: words.trim() === '' ? {} : { q: words.trim() } });
          }}
        >
          <Combobox.Target withExpandedAttribute>
            <TextInput
              ref={box}
              role="combobox"
              value={words}
              onChange={(event) => {
                setWords(event.currentTarget.value);
                combobox.openDropdown();
              }}
              onBlur={() => combobox.closeDropdown()}
              aria-label={t('search')}
              placeholder={t('search')}
              leftSection={<IconSearch size={16} aria-hidden />}
              rightSection={<Kbd visibleFrom="sm">/</Kbd>}
              maxLength={256}
              autoComplete="off"
              enterKeyHint="search"
            />
          </Combobox.Target>
        </form>
        <Combobox.Dropdown hidden={all.length === 0}>
          <Combobox.Options>
            {groups.map(({ title, suggestions }) => (
              <Combobox.Group key={title} label={t(title)}>
                {suggestions.map((suggestion) => (
                  <Combobox.Option key={all.indexOf(suggestion)} value={String(all.indexOf(suggestion))}>
                    {suggestion.name} <small>{suggestion.more}</small>
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
    </search>
  );
}
