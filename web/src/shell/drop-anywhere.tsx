/** Files can be dropped on any page: they are added, and the page of adding shows how far that is. */
import { Overlay, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { me } from '../api/queries.ts';
import { useMay } from '../api/rights.ts';
import { addDropped } from '../upload/start.ts';

export function DropAnywhere() {
  const { t } = useTranslation('shell');
  const may = useMay()('store');
  const { data } = useQuery(me);
  const { history } = useRouter();
  const account = data?.actor.name ?? '';
  const isOver = useDrop(may, (dropped) => {
    const { pathname } = history.location;
    // The first run waits for it where it is.
    const isThere = pathname === '/welcome' || pathname === '/add';
    if (addDropped(dropped, account) && !isThere) history.push(addPlace(pathname));
  });
  if (!isOver) return null;
  return (
    <Overlay fixed zIndex={1_000} backgroundOpacity={0.85} center style={{ pointerEvents: 'none' }}>
      <Stack align="center" gap="sm" c="white" ta="center" p="xl">
        <IconDownload size={56} aria-hidden />
        <Title order={2}>{t('dropHere')}</Title>
        <Text>{t('dropMeaning')}</Text>
      </Stack>
    </Overlay>
  );
}

/** What is dropped on the page of a person is expected to be of theirs. */
function addPlace(pathname: string): string {
  const [, key] = /^\/people\/([^/]+)$/.exec(pathname) ?? [];
  return key === undefined ? '/add' : `/add?who=${key}`;
}

/** Whether files are held over the page. */
function useDrop(isWanted: boolean, onDrop: (dropped: DataTransfer) => void): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef(onDrop);
  latest.current = onDrop;
  useEffect(() => {
    if (!isWanted) return;
    const stop = new AbortController();
    const { signal } = stop;
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    };
    addEventListener('dragover', over, { signal });
    // Leaving one element for another inside of the page has somewhere to go.
    addEventListener('dragleave', ({ relatedTarget }) => relatedTarget === null && setOver(false), {
      signal,
    });
    addEventListener(
      'drop',
      (event) => {
        setOver(false);
        if (!event.dataTransfer?.types.includes('Files')) return;
        event.preventDefault();
        latest.current(event.dataTransfer);
      },
      { signal },
    );
    return () => stop.abort();
  }, [isWanted]);
  return isOver;
}
