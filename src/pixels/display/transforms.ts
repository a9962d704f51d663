/** From stored values to what they measure, and to the views that are offered of those (PS3.3 C.11.1, C.11.2). */
import { asIsocenterError } from '../../base/index.ts';
import { type Dataset, tags } from '../../dicom/index.ts';
import { displayTags } from './display-tags.ts';
import { functionalGroups, macro } from './frame-groups.ts';
import { type LookupTable, readLookupTable } from './lookup-table.ts';
import { type Voi, windowFunction } from './voi.ts';

export type Modality =
  | { readonly slope: number; readonly intercept: number }
  | { readonly table: LookupTable };

export interface OfferedVoi {
  /** In words of who made it; empty where there are none. */
  readonly explanation: string;
  readonly voi: Voi;
}

/** Plain data. */
export interface Transforms {
  readonly modality: Modality;
  /** Tables before windows: who makes both means the window for what knows no tables. */
  readonly vois: readonly OfferedVoi[];
}

/** @param frame counted from 0. Wrong tables: `pixels/bad`; where windows are offered beside wrong VOI tables, those are left. */
export function readTransforms(dataset: Dataset, frame: number): Transforms {
  const groups = functionalGroups(dataset, frame);
  const isSigned = dataset.number(tags.PixelRepresentation) === 1;
  const modality = readModality(dataset, groups, isSigned);
  // Of tables in implicit VR nothing else says whether their first input is negative (PS3.3 C.11.2.1.1).
  const mayBeNegative = !('table' in modality) && (isSigned || modality.intercept < 0);
  for (const place of macro(dataset, groups, displayTags.FrameVOILUTSequence)) {
    const windows = readWindows(place);
    const tables = readTables(place, mayBeNegative, windows.length > 0);
    if (tables.length + windows.length > 0) return { modality, vois: [...tables, ...windows] };
  }
  return { modality, vois: [] };
}

const tableTags = { descriptor: displayTags.LUTDescriptor, data: displayTags.LUTData };

/** Real world values are not asked: they are for measuring, not for showing. */
function readModality(dataset: Dataset, groups: readonly Dataset[], isSigned: boolean): Modality {
  const [item] = dataset.items(displayTags.ModalityLUTSequence);
  const table = item && readLookupTable(item, tableTags, isSigned);
  if (table) return { table };
  const places = macro(dataset, groups, displayTags.PixelValueTransformationSequence);
  const slope = firstNumber(places, tags.RescaleSlope);
  return { slope: slope || 1, intercept: firstNumber(places, tags.RescaleIntercept) ?? 0 };
}

/** @param isLenient what is no table is left out */
function readTables(place: Dataset, isSigned: boolean, isLenient: boolean): OfferedVoi[] {
  return place.items(displayTags.VOILUTSequence).flatMap((item) => {
    const explanation = item.string(displayTags.LUTExplanation) ?? '';
    try {
      const table = readLookupTable(item, tableTags, isSigned);
      return table ? [{ explanation, voi: { table } }] : [];
    } catch (error) {
      if (isLenient && asIsocenterError(error).code === 'pixels/bad') return [];
      throw error;
    }
  });
}

function readWindows(place: Dataset): OfferedVoi[] {
  const widths = place.numbers(tags.WindowWidth);
  const explanations = place.strings(tags.WindowCenterWidthExplanation);
  const form = windowFunction(place.string(tags.VOILUTFunction));
  return place.numbers(tags.WindowCenter).flatMap((center, i) => {
    const width = widths[i] ?? 0;
    return width > 0 ? [{ explanation: explanations[i] ?? '', voi: { center, width, function: form } }] : [];
  });
}

function firstNumber(places: readonly Dataset[], tag: number): number | undefined {
  return places.map((place) => place.number(tag)).find((value) => value !== undefined);
}
