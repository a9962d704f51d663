/** How a volume looks in space: which samples are seen through, and in which colour the others are. */
import { CONSTANTS, type Types } from '@cornerstonejs/core';
import type { Window } from '../engine/presets.ts';

export type RenderingName = 'bone' | 'vessels' | 'lung' | 'soft' | 'surface' | 'mip';

export interface Rendering {
  readonly name: RenderingName;
  /** Where along a ray the brightest sample is drawn instead of all. */
  readonly isMaximum?: boolean;
  /** Of Cornerstone, for samples in Hounsfield units; the others follow the window of the image. */
  readonly preset?: string;
}

const general: readonly Rendering[] = [{ name: 'surface' }, { name: 'mip', isMaximum: true }];

const ct: readonly Rendering[] = [
  { name: 'bone', preset: 'CT-Bone' },
  { name: 'vessels', preset: 'CT-Chest-Contrast-Enhanced' },
  { name: 'lung', preset: 'CT-Lung' },
  { name: 'soft', preset: 'CT-Soft-Tissue' },
  { name: 'mip', isMaximum: true },
];

/** The first is that which a volume is opened with. */
export const renderingsFor = (modality: string): readonly Rendering[] => (modality === 'CT' ? ct : general);

/** Of what is drawn between black and white. */
const LEAST_WIDTH = 1e-6;

type ViewportPreset = Types.ViewportPreset;

/**
 * As Cornerstone takes it.
 * @param window of the image; its lower end is seen through @param isShaded as by a lamp, which takes many times as long
 */
export function presetOf(
  { preset, isMaximum }: Rendering,
  { center, width }: Window,
  isShaded: boolean,
): ViewportPreset {
  const known = CONSTANTS.VIEWPORT_PRESETS.find(({ name }) => name === preset);
  if (known) return isShaded ? known : { ...known, shade: '0' };
  // PS3.3 C.11.2.1.2.1: a window is one wider than from its darkest to its brightest sample. Nothing can be drawn in no width.
  const [lower, upper] = [center - width / 2, center + Math.max(width / 2 - 1, LEAST_WIDTH - width / 2)];
  const at = (share: number) => lower + share * (upper - lower);
  const grey = [lower, 0, 0, 0, upper, 1, 1, 1];
  const opacity = isMaximum ? [lower, 1, upper, 1] : [lower, 0, at(0.15), 0, at(0.35), 0.25, upper, 0.9];
  return {
    name: 'window',
    ...{
      gradientOpacity: '4 0 1 255 1',
      specularPower: '10',
      ambient: '0.2',
      diffuse: '0.9',
      specular: '0.2',
    },
    ...{ shade: isMaximum || !isShaded ? '0' : '1', interpolation: '1' },
    scalarOpacity: `${opacity.length} ${opacity.join(' ')}`,
    colorTransfer: `${grey.length} ${grey.join(' ')}`,
  };
}
