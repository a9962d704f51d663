/** A link that was made: to copy, to hold a phone against, to write a mail with. Its code goes another way. */
import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconMail, IconPhone } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CreatedShare } from '../../../../src/contract/index.ts';
import { moment } from '../../format/dates.ts';
import { CopiedText } from '../copied-text.tsx';
import { QrCode } from '../qr-code.tsx';

const QR_SIZE = 160;

export function MadeLink({ share }: { readonly share: CreatedShare }) {
  const { t } = useTranslation('share');
  const link = `${location.origin}${share.path}`;
  const until = share.expiresAt === null ? '' : moment(share.expiresAt);
  return (
    <Stack gap="md">
      <Group align="flex-start" gap="md">
        <QrCode text={link} label={t('qr')} size={QR_SIZE} />
        <Stack gap="sm" style={{ flex: 1, minWidth: 240 }}>
          <div>
            <Text size="sm" fw={600} mb={4}>
              {t('link')}
            </Text>
            <CopiedText name={t('link')} value={link} />
          </div>
          <Group>
            <Button
              component="a"
              href={mailOf(
                t('mailSubject'),
                t(share.upload ? 'mailBodyUpload' : 'mailBody', { link, until }),
                share.code !== null && t('mailCode'),
              )}
              variant="default"
              leftSection={<IconMail size={16} aria-hidden />}
            >
              {t('mail')}
            </Button>
          </Group>
          <Text size="sm" c="dimmed">
            {t('until', { until })}
          </Text>
        </Stack>
      </Group>
      {share.code !== null && <Code code={share.code} />}
      <Alert color="yellow" variant="light">
        {t('once')}
      </Alert>
    </Stack>
  );
}

/** Digits in two groups are read out and typed more surely. */
function Code({ code }: { readonly code: string }) {
  const { t } = useTranslation('share');
  const half = Math.ceil(code.length / 2);
  return (
    <Paper withBorder p="md">
      <Group wrap="nowrap" gap="md">
        <IconPhone size={24} aria-hidden />
        <div>
          <Text size="sm" fw={600}>
            {t('theCode')}
          </Text>
          <Text fz={28} fw={700} ff="monospace" data-testid="share-code">
            {code.slice(0, half)} {code.slice(half)}
          </Text>
          <Text size="sm" c="dimmed">
            {t('codeHow')}
          </Text>
        </div>
      </Group>
    </Paper>
  );
}

/** RFC 6068: lines end with CR LF. */
function mailOf(subject: string, ...parts: readonly (string | false)[]): string {
  const body = parts.filter((part) => part !== false).join('\n\n');
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`;
}
