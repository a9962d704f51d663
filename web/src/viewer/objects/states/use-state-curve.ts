import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Modality } from '../../../../../src/pixels/index.ts';
import { instancePath, textIn } from '../../../api/dicom-web.ts';
import type { Curve } from '../../engine/greys/curve.ts';
import type { GreyTerms } from './grey-terms.ts';
import type { PresentationState } from './presentation-state.ts';
import { stateCurve } from './state-curve.ts';
import { stateTags as tags } from './tags.ts';

export interface StateCurve {
  /** Undefined where it cannot be had. */
  readonly curve?: Curve | undefined;
  readonly isPending: boolean;
}

/** @param terms undefined where no curve is asked for @param own modality transform of the image; keeps its identity */
export function useStateCurve(
  state: PresentationState | undefined,
  terms: GreyTerms | undefined,
  own: Modality | undefined,
): StateCurve {
  const { data, isPending } = useQuery({
    queryKey: ['greys of a state', state?.sopInstanceUid, terms?.item],
    queryFn: async () => {
      const { readGreys } = await import('./read-greys.ts');
      const [study, series, instance] = [
        ...[tags.StudyInstanceUID, tags.SeriesInstanceUID, tags.SOPInstanceUID],
      ].map((tag) => textIn(state!.instance, tag));
      return (await readGreys(terms!.elements, instancePath(study!, series!, instance!))) ?? null;
    },
    enabled: state !== undefined && terms !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const curve = useMemo(() => (data && own ? stateCurve(data, own) : undefined), [data, own]);
  return terms ? { curve, isPending } : { isPending: false };
}
