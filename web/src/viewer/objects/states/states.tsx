/** Presentation states over the images of a viewport: which there are, and what the chosen one does. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef } from 'react';
import { rescaleOf } from '../../engine/frame.ts';
import { transformsOf } from '../../engine/greys/image-transforms.ts';
import type { Look } from '../../engine/look.ts';
import type { StackState } from '../../engine/stack-state.ts';
import type { StackView } from '../../engine/stack-view.ts';
import { OverlayLayer } from '../overlays/overlay-layer.tsx';
import { type SeenImage, seenImage } from '../overlays/seen-image.ts';
import { greyTerms } from './grey-terms.ts';
import { lookOf } from './look-of.ts';
import { isOf, type PresentationState } from './presentation-state.ts';
import { StateMenu } from './state-menu.tsx';
import { stateOverlay } from './state-overlay.ts';
import { useStateCurve } from './use-state-curve.ts';
import { useStates } from './use-states.ts';

interface StatesProps {
  readonly view: StackView;
  readonly state: StackState;
}

const nothing: ReadonlySet<string> = new Set();

/** Which one is shown stands in the address. */
export function States({ view, state: { shown: index, placement } }: StatesProps) {
  const { images } = view;
  const { state: chosen } = useSearch({ from: '/viewer/$study' });
  const navigate = useNavigate({ from: '/viewer/$study' });
  const all = useStates(images.study);
  const offered = useMemo(
    () => all.filter(({ series }) => series.some((each) => each.series === images.series)),
    [all, images],
  );
  const image = useMemo(() => (index === undefined ? undefined : seenImage(images, index)), [images, index]);
  const wanted = offered.find(({ sopInstanceUid }) => sopInstanceUid === chosen);
  const shown = wanted && image && isOf(wanted, image) ? wanted : undefined;
  const rescale = useMemo(
    () => (index === undefined ? undefined : rescaleOf(images, index)),
    [images, index],
  );
  const terms = useMemo(() => shown && image && greyTerms(shown.instance, image), [shown, image]);
  const own = transformsOf(images.ids[index ?? 0] ?? '')?.modality ?? rescale;
  const { curve, isPending } = useStateCurve(shown, terms, own);
  const isReady = shown && image && rescale && !isPending;
  useLook(view, isReady && { ...lookOf(shown.instance, image, rescale), curve });
  if (offered.length === 0) return null;
  return (
    <>
      {shown && image && placement && <Drawing state={shown} {...{ image, placement }} />}
      <StateMenu
        {...{ offered, wanted }}
        isShown={shown !== undefined}
        leftOut={[...(terms && !isPending && !curve ? terms.asked : []), ...(wanted?.leftOut ?? [])]}
        onChoose={(state) =>
          void navigate({ search: (before) => ({ ...before, state: state?.sopInstanceUid }), replace: true })
        }
      />
    </>
  );
}

interface DrawingProps {
  readonly state: PresentationState;
  readonly image: SeenImage;
  readonly placement: NonNullable<StackState['placement']>;
}

function Drawing({ state: { instance }, image, placement }: DrawingProps) {
  const overlay = useMemo(() => stateOverlay(instance), [instance]);
  return (
    <OverlayLayer {...{ overlay, image }} hidden={nothing} name={String} opacity={1} place={placement} />
  );
}

/** Once for all images that are to look the same: what somebody changes after that stays. */
function useLook(view: StackView, look: Look | undefined | false): void {
  const isChanged = useRef(false);
  const { curve, ...rest } = look || {};
  const key = look && JSON.stringify([rest, curve?.from, curve?.to, curve?.levels.join()]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that there is of the look
  useEffect(() => {
    if (look) view.show(look);
    else if (isChanged.current) view.reset();
    isChanged.current = Boolean(look);
  }, [view, key]);
}
