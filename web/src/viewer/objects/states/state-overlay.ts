/** What a presentation state draws over images: its graphic layers (PS3.3 C.10.7), the lowest first, and its shutter below them. */
import { itemsIn, type JsonInstance, numbersIn, textIn } from '../../../api/dicom-web.ts';
import { colourIn, greyOf, type Rgb, usualColour } from '../overlays/colours.ts';
import type { Drawn, Overlay, OverlayPart } from '../overlays/overlay.ts';
import { annotationsOn } from './annotations.ts';
import { shutterOf } from './shutter.ts';
import { stateTags as tags } from './tags.ts';

export function stateOverlay(instance: JsonInstance): Overlay {
  const parts = layersOf(instance);
  const shutter = shutterOf(instance);
  return {
    parts,
    on: async (image, shown) => {
      const annotations = annotationsOn(instance, image);
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
  const colour = colourIn(item, tags.GraphicLayerRecommendedDisplayCIELabValue);
  const [grey] = numbersIn(item, tags.GraphicLayerRecommendedDisplayGrayscaleValue);
  return colour ?? (grey === undefined ? usualColour(index) : greyOf(grey));
}
