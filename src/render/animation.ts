/** Cine: GIF by libvips, MP4 by ffmpeg where the server has it. */
import { type Dataset, tagOf } from '../dicom/index.ts';
import type { ImagePixel, Picture } from '../pixels/index.ts';
import { throughFfmpeg } from './ffmpeg.ts';
import { renderLimits } from './limits.ts';
import type { RenderedPicture } from './renderer.ts';
import type { Task, Viewport } from './tasks.ts';
import type { WorkerPool } from './worker-pool.ts';

type CellTask = Extract<Task, { kind: 'cell' }>;
type MakeCell = (frame: number, viewport: Viewport | undefined) => () => Promise<CellTask>;

/** Shown for this long where nothing else is said, ms. */
export const DEFAULT_FRAME_MS = 100;

/** Frames of one size, and how long each is shown, ms. */
export interface Film {
  readonly frames: number;
  readonly frameMs: number;
  readonly size: Pick<ImagePixel, 'rows' | 'columns'>;
}

export async function makeAnimation(
  pool: WorkerPool,
  film: Film,
  format: 'gif' | 'mp4',
  cell: MakeCell,
  asked: Viewport | undefined,
  signal: AbortSignal | undefined,
): Promise<RenderedPicture> {
  const step = Math.ceil(film.frames / renderLimits.animationFrames);
  const frames = Array.from({ length: Math.ceil(film.frames / step) }, (_, i) => i * step);
  const viewport = affordable(film.size, frames.length, asked);
  const cells: Picture[] = [];
  for (const frame of frames) cells.push(await pool.run(cell(frame, viewport), signal));
  const delayMs = film.frameMs * step;
  if (format === 'mp4') return { mediaType: 'video/mp4', bytes: await encodeVideo(cells, delayMs, signal) };
  const bytes = await pool.run(() => ({ kind: 'gif' as const, cells, delayMs }), signal);
  return { mediaType: 'image/gif', bytes };
}

/**
 * What was asked for, or smaller pictures where all of them would not fit into `animationBytes`; undefined: they fit as
 * they are.
 */
export function affordable(
  image: Pick<ImagePixel, 'rows' | 'columns'>,
  frames: number,
  asked: Viewport | undefined,
): Viewport | undefined {
  const { width, height } = drawnSize(image, asked);
  const share = renderLimits.animationBytes / (width * height * 3 * frames);
  if (share >= 1) return asked;
  const scale = Math.sqrt(share);
  const side = (length: number) => Math.max(1, Math.floor(length * scale));
  return { ...asked, width: side(width), height: side(height) };
}

/** Pixels of one picture; of a part of the image at most. */
function drawnSize({ rows, columns }: Pick<ImagePixel, 'rows' | 'columns'>, asked: Viewport | undefined) {
  if (!asked) return { width: columns, height: rows };
  if (asked.region) return asked;
  const scale = Math.min(asked.width / columns, asked.height / rows);
  return { width: Math.max(1, columns * scale), height: Math.max(1, rows * scale) };
}

/** PS3.3 C.7.6.5: Frame Time, or what the Cine Rate comes to. */
export function frameTime(dataset: Dataset): number {
  const time = dataset.number(tagOf('FrameTime')!);
  if (time && time > 0) return time;
  const rate = dataset.number(tagOf('CineRate')!) ?? dataset.number(tagOf('RecommendedDisplayFrameRate')!);
  return rate && rate > 0 ? 1000 / rate : DEFAULT_FRAME_MS;
}

/** H.264 with half the colours, which needs even sides. */
const H264 = ['-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2', '-c:v', 'libx264', '-pix_fmt', 'yuv420p'];

function encodeVideo(
  cells: readonly Picture[],
  delayMs: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const { width, height, channels } = cells[0]!;
  const format = channels === 1 ? 'gray' : 'rgb24';
  const input = [
    ...['-f', 'rawvideo', '-pixel_format', format, '-video_size', `${width}x${height}`],
    ...['-framerate', String(1000 / delayMs), '-i', 'pipe:0'],
  ];
  const job = { input, output: H264, instead: 'image/gif', limitMs: renderLimits.taskMs, signal };
  const pixels = cells.map((cell) => cell.pixels);
  return throughFfmpeg(job, pixels, async (pieces) =>
    Uint8Array.from(Buffer.concat(await Array.fromAsync(pieces))),
  );
}
