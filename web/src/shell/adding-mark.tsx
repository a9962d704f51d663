/** While something is added, how far that is, on every page but its own. */
import { Box, Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdding, useStayWhileAdding } from '../upload/use-adding.ts';

export function AddingMark() {
  const { t } = useTranslation('shell');
  const { pathname } = useLocation();
  const client = useQueryClient();
  const state = useAdding();
  const { phase, bytes, sentBytes, doneFiles } = state;
  useStayWhileAdding(state);
  useEffect(() => {
    // What came is shown wherever one is.
    if (phase === 'done' && doneFiles > 0) void client.invalidateQueries();
  }, [client, phase, doneFiles]);
  if (phase === 'idle' || phase === 'done' || pathname === '/add') return null;
  const percent = Math.floor((sentBytes / Math.max(1, bytes)) * 100);
  const words = phase === 'paused' ? t('addingWaits') : t('adding', { percent });
  return (
    <Button
      component={Link}
      to="/add"
      aria-label={words}
      variant="light"
      size="compact-sm"
      leftSection={<IconUpload size={14} aria-hidden />}
      style={{ flexShrink: 0 }}
    >
      <Box component="span" visibleFrom="sm">
        {words}
      </Box>
      <Box component="span" hiddenFrom="sm">
        {phase === 'paused' ? '‖' : `${percent} %`}
      </Box>
    </Button>
  );
}
