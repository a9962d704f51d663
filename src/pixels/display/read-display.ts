/** How a frame is to be shown, as its data set says (PS3.3 C.7.6.16.2, C.11). */
import { type Dataset, tags } from '../../dicom/index.ts';
import type { ImagePixel } from '../image-pixel.ts';
import { displayTags } from './display-tags.ts';
import { type LookupTable, readLookupTable } from './lookup-table.ts';

export type WindowFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

export interface Window {
  readonly center: number;
  readonly width: number;
  readonly function: WindowFunction;
}

export interface Palette {
  readonly red: LookupTable;
  readonly green: LookupTable;
  readonly blue: LookupTable;
}

/** Plain data: workers get it. */
export interface Display {
  /** From stored values to what they measure. */
  readonly modality: { readonly slope: number; readonly intercept: number } | { readonly table: LookupTable };
  /** Which of those are shown; undefined: from the smallest to the largest. */
  readonly voi: Window | { readonly table: LookupTable } | undefined;
  /** Small values are bright. */
  readonly isInverted: boolean;
  readonly palette: Palette | undefined;
  /** Stored values that are no image (C.7.5.1.1.2): not counted for the smallest and the largest. */
  readonly padding: { readonly from: number; readonly to: number } | undefined;
}

/** What the data set says about a frame, counted from 0. Wrong tables: `pixels/bad`. */
export function readDisplay(dataset: Dataset, image: ImagePixel, frame: number): Display {
  const groups = functionalGroups(dataset, frame);
  const isColour = image.samplesPerPixel > 1;
  return {
    modality: isColour ? identity : readModality(dataset, groups, image),
    voi: isColour ? undefined : readVoi(dataset, groups),
    isInverted:
      dataset.string(displayTags.PresentationLUTShape) === 'INVERSE' ||
      (image.photometricInterpretation === 'MONOCHROME1' &&
        dataset.string(displayTags.PresentationLUTShape) !== 'IDENTITY'),
    palette: image.photometricInterpretation === 'PALETTE COLOR' ? readPalette(dataset) : undefined,
    padding: readPadding(dataset, image),
  };
}

const identity = { slope: 1, intercept: 0 } as const;

/** The items that tell about one frame: its own before those of all. */
function functionalGroups(dataset: Dataset, frame: number): readonly Dataset[] {
  const own = dataset.items(tags.PerFrameFunctionalGroupsSequence)[frame];
  const shared = dataset.items(tags.SharedFunctionalGroupsSequence)[0];
  return [own, shared].filter((item) => item !== undefined);
}

/** The data sets that may hold the attributes of a macro, the most particular first. */
function macro(dataset: Dataset, groups: readonly Dataset[], sequence: number): Dataset[] {
  return [...groups.flatMap((group) => group.items(sequence).slice(0, 1)), dataset];
}

/** C.11.1. Real world values are not asked: they are for measuring, not for showing. */
function readModality(
  dataset: Dataset,
  groups: readonly Dataset[],
  { isSigned }: ImagePixel,
): Display['modality'] {
  const [item] = dataset.items(displayTags.ModalityLUTSequence);
  const table = item && readLookupTable(item, voiTags, isSigned);
  if (table) return { table };
  const places = macro(dataset, groups, displayTags.PixelValueTransformationSequence);
  const slope = firstNumber(places, tags.RescaleSlope);
  return { slope: slope || 1, intercept: firstNumber(places, tags.RescaleIntercept) ?? 0 };
}

const voiTags = { descriptor: displayTags.LUTDescriptor, data: displayTags.LUTData };

/** C.11.2: the first of the views it offers. */
function readVoi(dataset: Dataset, groups: readonly Dataset[]): Display['voi'] {
  for (const place of macro(dataset, groups, displayTags.FrameVOILUTSequence)) {
    const center = place.number(tags.WindowCenter);
    const width = place.number(tags.WindowWidth);
    if (center !== undefined && width !== undefined && width > 0)
      return { center, width, function: windowFunction(place.string(tags.VOILUTFunction)) };
    const [item] = place.items(displayTags.VOILUTSequence);
    const table = item && readLookupTable(item, voiTags, false);
    if (table) return { table };
  }
  return undefined;
}

export function windowFunction(name: string | undefined): WindowFunction {
  return name === 'LINEAR_EXACT' || name === 'SIGMOID' ? name : 'LINEAR';
}

function readPalette(dataset: Dataset): Palette | undefined {
  const [red, green, blue] = paletteTags.map((each) => readLookupTable(dataset, each, false));
  return red && green && blue ? { red, green, blue } : undefined;
}

const paletteTags = [
  {
    descriptor: tags.RedPaletteColorLookupTableDescriptor,
    data: tags.RedPaletteColorLookupTableData,
    segmented: tags.SegmentedRedPaletteColorLookupTableData,
  },
  {
    descriptor: tags.GreenPaletteColorLookupTableDescriptor,
    data: tags.GreenPaletteColorLookupTableData,
    segmented: tags.SegmentedGreenPaletteColorLookupTableData,
  },
  {
    descriptor: tags.BluePaletteColorLookupTableDescriptor,
    data: tags.BluePaletteColorLookupTableData,
    segmented: tags.SegmentedBluePaletteColorLookupTableData,
  },
];

function readPadding(dataset: Dataset, { isSigned }: ImagePixel): Display['padding'] {
  const value = dataset.number(tags.PixelPaddingValue);
  if (value === undefined) return undefined;
  const limit = dataset.number(tags.PixelPaddingRangeLimit) ?? value;
  const [a, b] = [value, limit].map((each) => (isSigned && each > 0x7fff ? each - 0x10000 : each));
  return { from: Math.min(a!, b!), to: Math.max(a!, b!) };
}

function firstNumber(places: readonly Dataset[], tag: number): number | undefined {
  return places.map((place) => place.number(tag)).find((value) => value !== undefined);
}
