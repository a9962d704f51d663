/** Modalities by their letters (PS3.3 C.7.3.1.1.1), never by a colour alone. */
import { Badge, Group } from '@mantine/core';

export function ModalityBadges({ modalities }: { readonly modalities: readonly string[] }) {
  return (
    <Group gap={4} wrap="nowrap">
      {modalities.map((modality) => (
        <Badge key={modality} variant="light" radius="sm" size="sm" miw="max-content">
          {modality}
        </Badge>
      ))}
    </Group>
  );
}
