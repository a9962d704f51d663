/** What a presentation state draws over images: its graphic layers (PS3.3 C.10.7), the lowest first, and its shutter below them. */
import { itemsIn, type JsonInstance, numbersIn, textIn } from '../../../api/dicom-web.ts';
import { type Rgb, rgbOfCieLab, usualColour } from '../overlays/colours.ts';
import type { Drawn, Overlay, OverlayPart } from '../overlays/overlay.ts';
import { annotationsOn } from './annotations.ts';
import { shutterOf } from './shutter.ts';
import { stateTags as tags } from './tags.ts';

export function stateOverlay(instance: JsonInstance): Overlay {
  const parts = layersOf(instance);
  return {
    parts,
    on: async (image, shown) => {
      const annotations = annotationsOn(instance, image);
      const shutter = shutterOf(instance);
      const layers = parts.filter(({ key }) => shown.has(key));
      const drawn = layers.flatMap(({ key, colour }) =>
        annotations
          .filter(({ layer }) => layer === key)
          .flatMap(({ outlines, points, words }): Drawn[] => [
            { kind: 'lines', colour, outlines },
            { kind: 'points', colour, points },
            { kind: 'words', colour, words },
          ]),
      );
      return shutter ? [shutter, ...drawn] : drawn;
    },
  };
}

function layersOf(instance: JsonInstance): OverlayPart[] {
  return itemsIn(instance, tags.GraphicLayerSequence)
    .map((item, i) => ({ item, order: numbersIn(item, tags.GraphicLayerOrder)[0] ?? i }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }, i) => ({
      key: textIn(item, tags.GraphicLayer),
      label: textIn(item, tags.GraphicLayerDescription) || textIn(item, tags.GraphicLayer),
      colour: colourOf(item, i),
    }));
}

function colourOf(item: JsonInstance, index: number): Rgb {
  const lab = numbersIn(item, tags.GraphicLayerRecommendedDisplayCIELabValue);
  if (lab.length === 3) return rgbOfCieLab(lab);
  const [grey] = numbersIn(item, tags.GraphicLayerRecommendedDisplayGrayscaleValue);
  if (grey === undefined) return usualColour(index);
  // A P-Value of 16 bits.
  const level = Math.round(grey / 257);
  return [level, level, level];
}
