/**
 * Samples stay in the unit that their file says. Cornerstone would turn those of PET into SUV wherever it finds enough elements, and
 * windows and figures that the file gives would be of another unit than the samples.
 */
import { Enums, metaData } from '@cornerstonejs/core';

const { INSTANCE, SCALING } = Enums.MetadataModules;

/** Before the providers that Cornerstone has itself. */
const FIRST = 10_000;

export function keepUnits(): void {
  metaData.addProvider((type: string, id: string) => {
    if (type !== SCALING) return undefined;
    const instance = metaData.get(INSTANCE, id) as { Modality?: string } | undefined;
    return instance?.Modality === 'PT' ? {} : undefined;
  }, FIRST);
}
