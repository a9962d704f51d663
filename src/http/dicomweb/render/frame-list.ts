import type { FastifyRequest } from 'fastify';
import { IsocenterError } from '../../../base/index.ts';

/** Frames that one request may name. */
const MAXIMUM_FRAMES = 4_096;

/** The frames of a path, counted from 0; the path counts from 1 (PS3.18 10.4.1.1.3). */
export function framesOf({ params }: FastifyRequest): readonly number[] {
  const { frames = '' } = params as { readonly frames?: string };
  const numbers = frames.split(',').map((text) => (/^[1-9]\d{0,9}$/.test(text) ? Number(text) - 1 : -1));
  if (numbers.length > MAXIMUM_FRAMES || numbers.includes(-1))
    throw new IsocenterError('input/invalid', {
      reason: `Frames are numbers from 1, separated by commas, at most ${MAXIMUM_FRAMES}.`,
    });
  return numbers;
}

/** The same where one is to be shown. */
export function oneFrameOf(request: FastifyRequest): number {
  const [frame, ...others] = framesOf(request);
  if (others.length === 0) return frame!;
  throw new IsocenterError('input/invalid', { reason: 'One frame at a time can be shown.' });
}
