/** Greys of a viewport by a curve, and by its window again. */
import {
  Enums,
  getShouldUseCPURendering,
  type StackViewport,
  type Types,
  utilities,
} from '@cornerstonejs/core';
import vtkColorTransferFunction from '@kitware/vtk.js/Rendering/Core/ColorTransferFunction.js';
import type { Curve } from './curve.ts';
import { plainTable } from './plain-table.ts';

/** Of vtk.js, for what is even between two values. */
const USUAL_LEVELS = 1_024;
const WHITE = 255;

/** @returns whether it can be: without WebGL it cannot where values are not whole */
export function drawCurve(viewport: StackViewport, curve: Curve): boolean {
  if (!getShouldUseCPURendering()) {
    give(viewport, functionOf(curve), curve.levels.length);
    return true;
  }
  const table = plainTable(curve, viewport.getCornerstoneImage());
  givePlain(viewport, table);
  return table !== undefined;
}

/** As Cornerstone does it itself. */
export function drawWindow(viewport: StackViewport): void {
  if (getShouldUseCPURendering()) {
    givePlain(viewport, undefined);
    return;
  }
  const { voiRange, VOILUTFunction } = viewport.getProperties();
  if (!voiRange) return;
  const isSigmoid = VOILUTFunction === Enums.VOILUTFunctionType.SAMPLED_SIGMOID;
  const create = isSigmoid
    ? utilities.createSigmoidRGBTransferFunction
    : utilities.createLinearRGBTransferFunction;
  give(viewport, create(voiRange), USUAL_LEVELS);
}

function give(viewport: StackViewport, greys: ReturnType<typeof functionOf>, levels: number): void {
  const actor = viewport.getDefaultActor()?.actor as Types.ImageActor | undefined;
  if (!actor) return;
  if (viewport.getProperties().invert) utilities.invertRgbTransferFunction(greys);
  actor.getMapper()?.setColorTextureWidth(levels);
  actor.getProperty().setRGBTransferFunction(0, greys);
}

/** Without WebGL there is a table already, but no way to it. */
function givePlain(viewport: StackViewport, table: Types.CPUFallbackLUT | undefined): void {
  // biome-ignore lint/complexity/useLiteralKeys: TypeScript leaves private members to who asks for them so
  const shown = viewport['_cpuFallbackEnabledElement']?.viewport;
  if (shown) shown.voiLUT = table;
}

/** Its table on the graphics card has one entry for each level, in the middle of which the value lies. */
function functionOf({ from, to, levels }: Curve) {
  const half = (to - from) / (levels.length - 1) / 2;
  const [start, end] = [from - half, to + half];
  const greys = vtkColorTransferFunction.newInstance();
  greys.setNodes(
    Array.from(levels, (level, i) => {
      const share = level / WHITE;
      // vtk.js reads as many values as there are entries, from one end to the other.
      const x = start + (i / (levels.length - 1)) * (end - start);
      return { x, r: share, g: share, b: share, midpoint: 0.5, sharpness: 0 };
    }),
  );
  return greys;
}
