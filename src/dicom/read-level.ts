import { IsocenterError } from '../base/index.ts';
import type { Dataset } from './dataset.ts';
import type { LevelParser, Progress } from './level-parser.ts';
import { formatTag } from './tag.ts';

/**
 * Reads one level up to `end`. Where it is damaged: throws, or with a tolerant source keeps what there is, notes the
 * damage, and keeps the rest as trailing bytes.
 */
export function readLevel(dataset: Dataset, parser: LevelParser, end: number, mayEndBefore: Progress): void {
  const damage = readAsFarAsPossible(parser, end, mayEndBefore);
  if (!damage) return;
  if (!dataset.source.tolerant) throw damage;
  dataset.damage = damage;
  parser.appendCut(end);
  if (parser.position < end) dataset.trailing = dataset.source.bytes.subarray(parser.position, end);
  parser.position = end;
}

function readAsFarAsPossible(
  parser: LevelParser,
  end: number,
  mayEndBefore: Progress,
): IsocenterError | undefined {
  try {
    const progress = parser.run(end);
    return progress === 'end' || progress === mayEndBefore ? undefined : damageOf(parser, progress, end);
  } catch (error) {
    if (error instanceof IsocenterError) return error;
    throw error;
  }
}

/** What is wrong where a level stops before its end. */
export function damageOf(parser: LevelParser, progress: Progress, end: number): IsocenterError {
  if (progress === 'more') {
    return new IsocenterError('dicom/truncated', { offset: end, needed: parser.needed - end });
  }
  const { tag, length } = parser.header;
  return new IsocenterError('dicom/bad-length', { tag: formatTag(tag), length });
}
