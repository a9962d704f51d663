/** How a frame is to be shown, as its data set says (PS3.3 C.7.6.16.2, C.11). */
import { type Dataset, tags } from '../../dicom/index.ts';
import type { ImagePixel } from '../image-pixel.ts';
import { displayTags } from './display-tags.ts';
import { type LookupTable, readLookupTable } from './lookup-table.ts';
import { type Modality, readTransforms } from './transforms.ts';
import type { Voi } from './voi.ts';

export interface Palette {
  readonly red: LookupTable;
  readonly green: LookupTable;
  readonly blue: LookupTable;
}

/** Plain data: workers get it. */
export interface Display {
  /** From stored values to what they measure. */
  readonly modality: Modality;
  /** Which of those are shown; undefined: from the smallest to the largest. */
  readonly voi: Voi | undefined;
  /** Small values are bright. */
  readonly isInverted: boolean;
  readonly palette: Palette | undefined;
  /** Stored values that are no image (C.7.5.1.1.2): not counted for the smallest and the largest. */
  readonly padding: { readonly from: number; readonly to: number } | undefined;
}

/** What the data set says about a frame, counted from 0. Wrong tables: `pixels/bad`. */
export function readDisplay(dataset: Dataset, image: ImagePixel, frame: number): Display {
  const isGrey = image.samplesPerPixel === 1;
  const { modality, vois } = isGrey ? readTransforms(dataset, frame) : { modality: identity, vois: [] };
  return {
    modality,
    voi: vois[0]?.voi,
    isInverted:
      dataset.string(displayTags.PresentationLUTShape) === 'INVERSE' ||
      (image.photometricInterpretation === 'MONOCHROME1' &&
        dataset.string(displayTags.PresentationLUTShape) !== 'IDENTITY'),
    palette: image.photometricInterpretation === 'PALETTE COLOR' ? readPalette(dataset) : undefined,
    padding: readPadding(dataset, image),
  };
}

const identity: Modality = { slope: 1, intercept: 0 };

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
