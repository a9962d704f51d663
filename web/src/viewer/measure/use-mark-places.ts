/** Where marked images and planes are: in words, and how to get there. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindRow } from '../../../../src/contract/index.ts';
import { textOf } from '../../api/rows.ts';
import { useFailed } from '../../components/use-failed.ts';
import type { SeriesLibrary } from '../engine/series-library.ts';
import { isStack, type ViewControls } from '../view-controls.ts';
import type { WorkspaceInAddress } from '../workspace/use-workspace.ts';
import { withActive, withSeries } from '../workspace/workspace.ts';
import type { ImageReference, PlaneReference, Where } from './measurement.ts';
import { indexOf } from './reference.ts';

interface MarkPlaces {
  readonly library: SeriesLibrary;
  /** The one that the viewer was opened with. */
  readonly study: string;
  readonly rows: readonly FindRow[];
  readonly views: readonly (ViewControls | undefined)[];
  readonly place: WorkspaceInAddress;
  /** Shows a series in planes, or the panes where it is left out. */
  readonly onPlanes: (series?: string) => Promise<void>;
}

export function useMarkPlaces({ library, study, rows, views, place, onPlanes }: MarkPlaces) {
  const { t } = useTranslation(['measure', 'volume']);
  const [plane, setPlane] = useState<PlaneReference>();
  const failed = useFailed();

  function seriesOf(uid: string): string {
    const row = rows.find((each) => textOf(each, 'SeriesInstanceUID') === uid);
    return (row && (textOf(row, 'SeriesNumber') || textOf(row, 'SeriesDescription'))) || '?';
  }

  function placeOf(where: Where): string {
    if ('plane' in where) {
      const { series, name } = where.plane;
      return t('placeInPlane', { series: seriesOf(series), plane: t(`volume:plane_${name}`) });
    }
    const { image } = where;
    const opened = library.read(image.series);
    const index = opened && indexOf(opened, image);
    return t(index === undefined ? 'placeOfSeries' : 'placeOf', {
      series: seriesOf(image.series),
      image: (index ?? 0) + 1,
    });
  }

  /** Into the pane that has the series, or else into the active one. */
  async function goToImage(image: ImageReference): Promise<void> {
    const images = await library.images(image.study, image.series);
    const index = indexOf(images, image);
    if (index === undefined) return;
    await onPlanes();
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

  async function go(where: Where): Promise<void> {
    if ('image' in where) return goToImage(where.image);
    // Once more, too, after somebody went elsewhere.
    setPlane({ ...where.plane });
    await onPlanes(where.plane.series);
  }

  return { plane, placeOf, onGo: (where: Where) => void go(where).catch(failed) };
}
