/** A whole slide (PS3.3 A.32.8): one picture in several sizes, each an instance whose frames are its tiles. */
import { itemsIn, type JsonInstance, numbersIn, textIn, textsIn } from '../../../api/dicom-web.ts';
import { objectTags as tags } from '../tags.ts';

export interface Level {
  readonly sopInstanceUid: string;
  /** Of the whole picture, pixels. */
  readonly columns: number;
  readonly rows: number;
  /** Of a tile, pixels; those at the right and at the bottom may reach beyond the picture. */
  readonly tileColumns: number;
  readonly tileRows: number;
  /** Number of a frame (from 1) by the place of its tile, counted from 0; undefined where nothing was scanned. */
  frameAt(column: number, row: number): number | undefined;
}

export interface Pyramid {
  /** The largest first. At least one. */
  readonly levels: readonly [Level, ...Level[]];
  /** Of a pixel of the largest, along its rows; undefined where it does not say. */
  readonly millimetres: number | undefined;
}

/** undefined: none of the instances is a picture of the slide. */
export function pyramidOf(instances: readonly JsonInstance[]): Pyramid | undefined {
  const pictures = instances.filter(isOfSlide).sort((a, b) => widthOf(b) - widthOf(a));
  const [largest, ...others] = pictures.map(levelOf);
  if (!largest) return undefined;
  return { levels: [largest, ...others], millimetres: spacingOf(pictures[0]!) };
}

/** The label of the glass and the picture of all of it are of other places than the sample (PS3.3 C.8.12.4.1.1). */
const isOfSlide = (instance: JsonInstance): boolean => {
  const kind = textsIn(instance, tags.ImageType)[2];
  return kind !== 'LABEL' && kind !== 'OVERVIEW' && widthOf(instance) > 0;
};

const numberIn = (instance: JsonInstance, tag: string): number => numbersIn(instance, tag)[0] ?? 0;

/** What is no tile says its size as all images do. */
const widthOf = (instance: JsonInstance): number =>
  numberIn(instance, tags.TotalPixelMatrixColumns) || numberIn(instance, tags.Columns);

function levelOf(instance: JsonInstance): Level {
  const [tileColumns, tileRows] = [numberIn(instance, tags.Columns), numberIn(instance, tags.Rows)];
  const columns = widthOf(instance);
  const rows = numberIn(instance, tags.TotalPixelMatrixRows) || tileRows;
  const size = { columns, rows, tileColumns, tileRows };
  return {
    sopInstanceUid: textIn(instance, tags.SOPInstanceUID),
    ...size,
    frameAt: framesOf(instance, size),
  };
}

type Size = Pick<Level, 'columns' | 'rows' | 'tileColumns' | 'tileRows'>;

function framesOf(instance: JsonInstance, size: Size): Level['frameAt'] {
  const groups = itemsIn(instance, tags.PerFrameFunctionalGroupsSequence);
  const isFull = textIn(instance, tags.DimensionOrganizationType) === 'TILED_FULL';
  return isFull || groups.length === 0 ? fullFrames(instance, size) : sparseFrames(groups, size);
}

/** Row by row; of several optical paths and focal planes the first (PS3.3 C.7.6.17.3). */
function fullFrames(
  instance: JsonInstance,
  { columns, rows, tileColumns, tileRows }: Size,
): Level['frameAt'] {
  const [across, down] = [Math.ceil(columns / tileColumns), Math.ceil(rows / tileRows)];
  const count = numberIn(instance, tags.NumberOfFrames) || 1;
  return (column, row) => {
    if (column < 0 || row < 0 || column >= across || row >= down) return undefined;
    const frame = row * across + column + 1;
    return frame <= count ? frame : undefined;
  };
}

/** Each says where it is, counted from 1 (PS3.3 C.8.12.6.1). */
function sparseFrames(groups: readonly JsonInstance[], { tileColumns, tileRows }: Size): Level['frameAt'] {
  const frames = new Map<string, number>();
  groups.forEach((group, i) => {
    const [position] = itemsIn(group, tags.PlanePositionSlideSequence);
    if (!position) return;
    const column = (numberIn(position, tags.ColumnPositionInTotalImagePixelMatrix) - 1) / tileColumns;
    const row = (numberIn(position, tags.RowPositionInTotalImagePixelMatrix) - 1) / tileRows;
    const key = `${Math.floor(column)} ${Math.floor(row)}`;
    if (!frames.has(key)) frames.set(key, i + 1);
  });
  return (column, row) => frames.get(`${column} ${row}`);
}

/** mm; of the functional groups that all frames share (PS3.3 C.7.6.16.2.1). */
function spacingOf(instance: JsonInstance): number | undefined {
  const [shared = {}] = itemsIn(instance, tags.SharedFunctionalGroupsSequence);
  const [measures = {}] = itemsIn(shared, tags.PixelMeasuresSequence);
  return numbersIn(measures, tags.PixelSpacing)[1] || undefined;
}
