/** How thick a plane is, and what is drawn of all that lies in it. */
import { Enums, type Types, type VolumeViewport } from '@cornerstonejs/core';
import type { Vector } from '../engine/orientation.ts';

export const slabModes = ['thin', 'mip', 'minip', 'average'] as const;
export type SlabMode = (typeof slabModes)[number];

export interface Slab {
  readonly mode: SlabMode;
  /** Millimetres; nothing to a thin plane. */
  readonly thickness: number;
}

export const thicknesses = { least: 1, most: 100, usual: 10 } as const;

/** Half of what a plane is cut out with that has no thickness: less than changes a grey level, more than a graphics card loses. */
const THIN_HALF_MM = 0.005;
/** Samples along a ray for each distance of the samples of the volume. */
const SAMPLES_PER_STEP = 2;

const { MAXIMUM_INTENSITY_BLEND, MINIMUM_INTENSITY_BLEND, AVERAGE_INTENSITY_BLEND } = Enums.BlendModes;
const blendModes: Readonly<Record<SlabMode, Enums.BlendModes>> = {
  // One sample is its own maximum, and is drawn as it is.
  thin: MAXIMUM_INTENSITY_BLEND,
  mip: MAXIMUM_INTENSITY_BLEND,
  minip: MINIMUM_INTENSITY_BLEND,
  average: AVERAGE_INTENSITY_BLEND,
};

/**
 * vtk.js counts the last sample of a ray as a whole one in the sum, and as what is left of a step in the weights: everything
 * would be brighter than it is, by as much as the slab is thin.
 */
const trueAverage = {
  shaderType: 'Fragment',
  replaceFirst: true,
  replaceAll: true,
  originalValue: String.raw`sum \+= value;(\s*#if vtkBlendMode == AVERAGE_INTENSITY_BLEND\s*totalWeight \+= raySteps - stepsTraveled;)`,
  replacementValue: 'sum += value * (raySteps - stepsTraveled);$1',
};

type Mapper = ReturnType<Types.VolumeActor['getMapper']> & {
  getViewSpecificProperties(): { OpenGL?: { ShaderReplacements: (typeof trueAverage)[] } };
};

/** Once for each volume of a viewport. */
export function prepare(actor: Types.VolumeActor, spacing: Vector): void {
  const mapper = actor.getMapper() as Mapper;
  mapper.getViewSpecificProperties().OpenGL = { ShaderReplacements: [trueAverage] };
  const distance = Math.min(...spacing) / SAMPLES_PER_STEP;
  mapper.setSampleDistance(distance);
  // What is as opaque as a step is long, is as opaque as it says.
  actor.getProperty().setScalarOpacityUnitDistance(0, distance);
}

/** Millimetres from the middle of a plane to where it ends. */
export const halfOf = ({ mode, thickness }: Slab): number => (mode === 'thin' ? THIN_HALF_MM : thickness / 2);

/** Cuts a plane out of everything in a viewport. @param point in the plane, in millimetres */
export function cut(viewport: VolumeViewport, slab: Slab, normal: Vector, point: Vector): void {
  const half = halfOf(slab);
  for (const entry of viewport.getActors()) {
    // Cornerstone goes as far to either side.
    entry.slabThickness = half;
    const planes = viewport.getClippingPlanesForActor(entry);
    viewport.setOrientationOfClippingPlanes(planes, half, [...normal], [...point]);
  }
  viewport.setBlendMode(blendModes[slab.mode]);
}
