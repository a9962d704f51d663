/** Why a volume that exists cannot be shown on this device, known before anything of it is loaded. */
import { cache, getRenderingCapabilities } from '@cornerstonejs/core';
import type { Engine } from '../engine/engine.ts';
import type { Volume } from './volume-plan.ts';

export interface Shortage {
  readonly kind: 'graphics' | 'memory' | 'size';
  /** What the volume needs, and what there is: bytes, or samples along one axis. */
  readonly needed?: number;
  readonly available?: number;
}

/** Of the memory for images: what else is on the screen needs some, too. */
const SHARE = 0.9;

export function shortageOf({ isPlain }: Pick<Engine, 'isPlain'>, volume: Volume): Shortage | undefined {
  if (isPlain || !getRenderingCapabilities().webgl2) return { kind: 'graphics' };
  const available = cache.getMaxCacheSize() * SHARE;
  if (volume.bytes > available) return { kind: 'memory', needed: volume.bytes, available };
  const longest = Math.max(...volume.geometry.dimensions);
  const most = longestTexture();
  return longest > most ? { kind: 'size', needed: longest, available: most } : undefined;
}

let known: number | undefined;

/** Samples along one axis that the graphics card takes. */
function longestTexture(): number {
  if (known !== undefined) return known;
  const context = document.createElement('canvas').getContext('webgl2');
  known = context ? (context.getParameter(context.MAX_3D_TEXTURE_SIZE) as number) : 0;
  context?.getExtension('WEBGL_lose_context')?.loseContext();
  return known;
}
