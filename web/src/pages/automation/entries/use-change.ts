import { useNavigate, useSearch } from '@tanstack/react-router';
import type { EntryKind, ResultFor } from '../../../../../src/contract/index.ts';
import type { AutomationSearch } from '../search-params.ts';
import { changedOf, type EntryForm } from './changed.ts';

/** Entries are changed in their dialogs, or in the file where a dialog would lose some of what it says. */
export function useChange<Fields>(
  kind: EntryKind,
  { entries }: Pick<ResultFor<'automationShow'>, 'entries'>,
  form: EntryForm<Fields>,
) {
  const { change }: AutomationSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const entryNamed = (name: string | undefined) =>
    entries.find((entry) => entry.kind === kind && entry.name === name);
  return {
    /** The one whose dialog is open. */
    changed: changedOf(entryNamed(change), form),
    begin(name: string) {
      const entry = entryNamed(name);
      const search: AutomationSearch = changedOf(entry, form)
        ? { ...(kind !== 'trees' && { tab: kind }), change: name }
        : { tab: 'file', ...(entry && { line: entry.line }) };
      void navigate({ to: '/automation', search });
    },
  };
}
