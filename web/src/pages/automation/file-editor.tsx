/** The automation file as text, with what is wrong in it while one types. */
import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResultFor } from '../../../../src/contract/index.ts';
import { askForAutomation } from '../../api/automation.ts';
import { api } from '../../api/client.ts';
import { Problem } from '../../components/problem.tsx';
import { useUndo } from '../../components/undo.tsx';
import { mistakeWords } from '../../format/mistake.ts';

/** How long one has stopped typing when the text is looked at, milliseconds. */
const pauseMs = 300;

interface FileEditorProps {
  readonly file: ResultFor<'automationShow'>;
  /** Where somebody is to look, from 1. */
  readonly line?: number | undefined;
}

export function FileEditor({ file, line }: FileEditorProps) {
  const { t } = useTranslation(['automation', 'common']);
  const client = useQueryClient();
  const undo = useUndo();
  const navigate = useNavigate();
  const [text, setText] = useState(file.text);
  const [looked] = useDebouncedValue(text, pauseMs);
  const box = useShownLine(file.text, line);
  const isChanged = text !== file.text;
  const checked = useQuery({
    queryKey: ['automation', 'check', looked],
    queryFn: ({ signal }) => api.automationCheck({ text: looked }, { signal }),
    placeholderData: keepPreviousData,
  });
  const save = useMutation({
    mutationFn: () => api.automationSave({ text, digest: file.digest }),
    async onSuccess(after) {
      undo(t('fileSaved'), async () => {
        await api.automationSave({ text: file.text, digest: after.digest });
        await askForAutomation(client);
      });
      await askForAutomation(client);
      // The place is no news any more.
      if (line !== undefined) await navigate({ to: '/automation', search: { tab: 'file' }, replace: true });
    },
  });
  const problems = checked.data?.problems ?? [];
  return (
    <Stack>
      <Text size="sm">{t('fileMeaning')}</Text>
      {line !== undefined && <Alert title={t('moreThanDialog', { line })} />}
      <Textarea
        ref={box}
        label={t('fileLabel')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={12}
        maxRows={32}
        spellCheck={false}
        autoCapitalize="off"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      />
      {problems.length > 0 ? (
        <Alert color="yellow" role="status" title={t('problems', { count: problems.length })}>
          <Text component="ul" size="sm" m={0} pl="md">
            {problems.map((mistake) => (
              <li key={`${mistake.line} ${mistakeWords(mistake)}`} style={{ overflowWrap: 'anywhere' }}>
                {t('line', { line: mistake.line })} {mistakeWords(mistake)}
              </li>
            ))}
          </Text>
        </Alert>
      ) : (
        <Text size="sm" c="dimmed" role="status">
          {checked.data ? t('right') : ''}
        </Text>
      )}
      {save.error && <Problem error={save.error} />}
      {checked.error && <Problem error={checked.error} />}
      <Group>
        <Button
          disabled={!isChanged || problems.length > 0 || looked !== text}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('common:save')}
        </Button>
        <Button variant="default" disabled={!isChanged} onClick={() => setText(file.text)}>
          {t('takeBack')}
        </Button>
      </Group>
    </Stack>
  );
}

/** A box with the text, in which the line is selected and seen. */
function useShownLine(text: string, line: number | undefined): RefObject<HTMLTextAreaElement | null> {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!box.current || line === undefined) return;
    const lines = text.split('\n');
    const start = lines.slice(0, line - 1).reduce((length, one) => length + one.length + 1, 0);
    box.current.focus();
    box.current.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
    // The box grows with its text before it scrolls: by then its height is known.
    const { scrollHeight } = box.current;
    box.current.scrollTop = (scrollHeight * (line - 1)) / lines.length;
  }, [text, line]);
  return box;
}
