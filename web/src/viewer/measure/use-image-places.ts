/** Where marked images are: in words, and how to get there. */
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../../src/contract/index.ts';
import { textOf } from '../../api/rows.ts';
import { useFailed } from '../../components/use-failed.ts';
import type { SeriesLibrary } from '../engine/series-library.ts';
import { isStack, type ViewControls } from '../view-controls.ts';
import type { WorkspaceInAddress } from '../workspace/use-workspace.ts';
import { withActive, withSeries } from '../workspace/workspace.ts';
import type { ImageReference } from './measurement.ts';
import { indexOf } from './reference.ts';

interface ImagePlaces {
  readonly library: SeriesLibrary;
  /** The one that the viewer was opened with. */
  readonly study: string;
  readonly rows: readonly FindRow[];
  readonly views: readonly (ViewControls | undefined)[];
  readonly place: WorkspaceInAddress;
}

export function useImagePlaces({ library, study, rows, views, place }: ImagePlaces) {
  const { t } = useTranslation('measure');
  const failed = useFailed();

  function placeOf(image: ImageReference): string {
    const row = rows.find((each) => textOf(each, 'SeriesInstanceUID') === image.series);
    const opened = library.read(image.series);
    const index = opened && indexOf(opened, image);
    return t(index === undefined ? 'placeOfSeries' : 'placeOf', {
      series: (row && (textOf(row, 'SeriesNumber') || textOf(row, 'SeriesDescription'))) || '?',
      image: (index ?? 0) + 1,
    });
  }

  /** Into the pane that has the series, or else into the active one. */
  async function go(image: ImageReference): Promise<void> {
    const images = await library.images(image.study, image.series);
    const index = indexOf(images, image);
    if (index === undefined) return;
    const pane = views.findIndex((view) => isStack(view) && view.images.series === image.series);
    if (pane < 0) {
      const other = image.study === study ? {} : { study: image.study };
      const opened = { kind: 'stack', series: image.series, image: index, ...other } as const;
      place.step((before) => withSeries(before, before.active, opened));
      return;
    }
    views[pane]?.goTo?.(index);
    place.note((before) => withActive(before, pane));
  }

  return { placeOf, onGo: (image: ImageReference) => void go(image).catch(failed) };
}
