/**
 * How a window is meant (PS3.3 C.11.2.1.3) reaches Cornerstone whole: it takes the first of several values, and of a text that is its
 * first letter, for which it draws nothing at all.
 */
import { Enums, metaData } from '@cornerstonejs/core';

const { VOI_LUT } = Enums.MetadataModules;

/** Before the providers that Cornerstone has itself. */
const FIRST = 10_000;

const known: readonly string[] = Object.values(Enums.VOILUTFunctionType);

/** Called once. */
export function keepVoiFunctions(): void {
  let isAsking = false;
  metaData.addProvider((type: string, id: string) => {
    if (type !== VOI_LUT || isAsking) return undefined;
    isAsking = true;
    try {
      const found = metaData.get(VOI_LUT, id) as { readonly voiLUTFunction?: unknown } | undefined;
      const named = [found?.voiLUTFunction].flat().map(String);
      return found && { ...found, voiLUTFunction: named.filter((each) => known.includes(each)) };
    } finally {
      isAsking = false;
    }
  }, FIRST);
}
