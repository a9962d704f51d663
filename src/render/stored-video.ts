import type { StoredStream } from '../pixels/index.ts';
import { throughFfmpeg } from './ffmpeg.ts';
import { renderLimits } from './limits.ts';

/** How the pictures of a video are coded. */
type VideoCoding = 'mpeg2' | 'h264' | 'hevc';

/** The stream of an instance that is a video. */
export interface StoredVideo extends StoredStream {
  readonly coding: VideoCoding;
  /** It is in an MP4 container, which browsers play, and not in a transport stream or in none. */
  readonly isMp4: boolean;
}

/** Undefined: pixel data in this transfer syntax are no video. UIDs of fragmentable ones end with `.1`. */
export function videoCodingOf(transferSyntaxUid: string): VideoCoding | undefined {
  const [, kind] = /^1\.2\.840\.10008\.1\.2\.4\.10([0-8])(?:\.1)?$/.exec(transferSyntaxUid) ?? [];
  if (kind === undefined) return undefined;
  return kind < '2' ? 'mpeg2' : kind < '7' ? 'h264' : 'hevc';
}

/** An MP4 file begins with the box of its type (ISO/IEC 14496-12 4.3): four bytes of length, then `ftyp`. */
const BOX_HEADER = 8;

export async function storedVideo(stream: StoredStream, coding: VideoCoding): Promise<StoredVideo> {
  const start = await Array.fromAsync(stream.read(0, Math.min(BOX_HEADER, stream.size)));
  return { ...stream, coding, isMp4: Buffer.concat(start).toString('latin1', 4) === 'ftyp' };
}

/** What browsers do not play is coded anew; the rest is put into another container. */
const outputs: Readonly<Record<VideoCoding, readonly string[]>> = {
  mpeg2: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p'],
  h264: ['-c', 'copy'],
  hevc: ['-c', 'copy', '-tag:v', 'hvc1'],
};

/**
 * A stored video as MP4, which is taken as it is made. Errors: those of `throughFfmpeg`.
 * @param take gets the pieces.
 */
export function videoAsMp4<Result>(
  video: StoredVideo,
  take: (pieces: AsyncIterable<Uint8Array>) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const [input, output] = [['-i', 'pipe:0'], outputs[video.coding]];
  const instead = 'the stored video, which is the bulk data of its pixel data';
  const limits = { signal, limitMs: renderLimits.videoMs };
  return throughFfmpeg({ input, output, instead, ...limits }, video.read(0, video.size), take);
}
