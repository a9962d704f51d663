/** Where marks in a file are: in words, and how to get there. */
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageReference, PlaneReference, Where } from '../measure/measurement.ts';
import { indexOf } from '../measure/reference.ts';
import { isStack, type ViewControls } from '../view-controls.ts';
import type { NiftiSeries } from './nifti-series.ts';

const route = getRouteApi('/volumes/$digest');

export function usePlacesInFile({ grid, phases }: NiftiSeries, view: ViewControls | undefined) {
  const { t } = useTranslation(['nifti', 'volume']);
  const navigate = route.useNavigate();
  const [plane, setPlane] = useState<PlaneReference>();
  const [wanted, setWanted] = useState<ImageReference>();
  useEffect(() => {
    const index = wanted && isStack(view) ? indexOf(view.images, wanted) : undefined;
    if (index === undefined) return;
    view?.goTo?.(index);
    setWanted(undefined);
  }, [view, wanted]);

  function placeOf(where: Where): string {
    const volume = 'plane' in where ? where.plane.phase : where.image.frame - 1;
    const part =
      'plane' in where
        ? t(`volume:plane_${where.plane.name}`)
        : t('sliceOf', { number: Number(where.image.sopInstanceUid) + 1, count: grid.slices });
    const count = phases.length;
    return count === 1 ? part : `${part}, ${t('volumeOf', { number: volume + 1, count })}`;
  }

  function onGo(where: Where): void {
    if ('plane' in where) {
      // Once more, too, after somebody went elsewhere.
      setPlane({ ...where.plane });
      void navigate({ search: (before) => ({ ...before, layout: 'mpr' }) });
      return;
    }
    const { frame } = where.image;
    setWanted(where.image);
    void navigate({ search: (before) => ({ ...before, layout: 'stack', volume: frame }) });
  }

  return { plane, placeOf, onGo };
}
