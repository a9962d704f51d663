/** Runs in worker threads: decodes, encodes, draws. Nothing here waits for a disk or a network. */
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { asIsocenterError } from '../base/index.ts';
import {
  decodeFrame,
  encodeFrame,
  type Frame,
  type Picture,
  pictureOf,
  type StoredFrame,
  toRgb,
} from '../pixels/index.ts';
import { encodeColours, encodeGif, encodeJpeg, encodePicture, fitted } from './picture-encoder.ts';
import { montageOf } from './quality/montage.ts';
import {
  type AnswerTo,
  JPEG_BASELINE,
  type Look,
  type PictureTask,
  type Task,
  type TaskFailure,
} from './tasks.ts';

export default async function perform(task: Task): Promise<unknown> {
  try {
    return moved(await answer(task));
  } catch (error) {
    const { code, params } = asIsocenterError(error);
    return { failed: { code, params } } satisfies TaskFailure;
  }
}

async function answer(task: Task): Promise<AnswerTo<Task>> {
  switch (task.kind) {
    case 'convert':
      return convert(task.frame, task.targetUid);
    case 'picture':
      return encoded(task);
    case 'cell':
      return fitted(await seen(task.frame, task.look), task.look);
    case 'gif':
      return encodeGif(task.cells, task.delayMs);
    case 'montage':
      return encodePicture(montageOf(task.cells, task.columns), {}, 'png', 0);
    default:
      return task satisfies never;
  }
}

async function encoded({ frame, look, format, quality, profile }: PictureTask): Promise<Uint8Array> {
  const picture = await seen(frame, look);
  return profile && picture.channels === 3
    ? encodeColours(picture, look, format, quality, profile)
    : encodePicture(picture, look, format, quality);
}

const decoded = ({ bytes, transferSyntaxUid, image }: StoredFrame): Promise<Frame> =>
  decodeFrame(bytes, transferSyntaxUid, image);

const seen = async (frame: StoredFrame, { display, overlays }: Look): Promise<Picture> =>
  pictureOf(await decoded(frame), display, overlays);

/** Colours become RGB: it is what every receiver of native pixel data knows, and what encoders take. */
async function convert(stored: StoredFrame, targetUid: string): Promise<Frame> {
  const frame = toRgb(await decoded(stored));
  if (isNative(targetUid)) return frame;
  const bytes = targetUid === JPEG_BASELINE ? await encodeJpeg(frame) : await encodeFrame(frame, targetUid);
  return { image: frame.image, bytes };
}

const isNative = (uid: string): boolean => /^1\.2\.840\.10008\.1\.2(\.1|)$/.test(uid);

/** Hands the bytes over instead of copying them. */
function moved(value: AnswerTo<Task>): unknown {
  const bytes = value instanceof Uint8Array ? value : 'bytes' in value ? value.bytes : value.pixels;
  return move({ [transferableSymbol]: [bytes.buffer], [valueSymbol]: value });
}
