/** Modalities by their letters (PS3.3 C.7.3.1.1.1), never by a colour alone; those with pictures first. */
import { Badge, Group } from '@mantine/core';
import { hasPictures } from '../api/pictures.ts';

interface ModalityBadgesProps {
  readonly modalities: readonly string[];
  /** Where there is little room; of the others it says how many there are. Default: all. */
  readonly most?: number;
}

export function ModalityBadges({ modalities, most = modalities.length }: ModalityBadgesProps) {
  const isBeside = (modality: string) => Number(!hasPictures([modality]));
  const inOrder = modalities.toSorted((a, b) => isBeside(a) - isBeside(b));
  const more = inOrder.slice(most);
  return (
    <Group gap={4} wrap="nowrap">
      {inOrder.slice(0, most).map((modality) => (
        <Badge key={modality} variant="light" radius="sm" size="sm" miw="max-content">
          {modality}
        </Badge>
      ))}
      {more.length > 0 && (
        <Badge variant="light" color="gray" radius="sm" size="sm" miw="max-content" title={more.join(', ')}>
          +{more.length}
        </Badge>
      )}
    </Group>
  );
}
