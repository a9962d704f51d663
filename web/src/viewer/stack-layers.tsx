/** What lies over the images of a series: where they are, what was drawn on them, whose they are, and what is wrong with them. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Busy } from './busy.tsx';
import { CornerOverlay } from './corner-overlay.tsx';
import { DoubtBadges } from './doubt-badges.tsx';
import { Edges } from './edges.tsx';
import type { StackView } from './engine/stack-view.ts';
import { useLeader } from './link/leading.ts';
import { ReferenceLine } from './link/reference-line.tsx';
import { LoadingBar } from './loading-bar.tsx';
import { KeyStar } from './measure/key-star.tsx';
import { MarkLayer } from './measure/mark-layer.tsx';
import { referenceOf } from './measure/reference.ts';
import { stackGround } from './measure/stack-ground.ts';
import { Overlays } from './objects/overlays/overlays.tsx';
import { States } from './objects/states/states.tsx';
import { ScaleBar } from './scale-bar.tsx';
import { useStackState } from './use-stack.ts';
import styles from './viewport.module.css';
import { FailedImage } from './viewport-message.tsx';

interface StackLayersProps {
  readonly view: StackView;
  readonly element: HTMLElement;
}

export function StackLayers({ view, element }: StackLayersProps) {
  const { t } = useTranslation('viewer');
  const state = useStackState(view);
  const ground = useMemo(() => stackGround(view), [view]);
  const leader = useLeader();
  const { letters, failure, loaded, shown, wanted } = state;
  const count = view.images.ids.length;
  return (
    <div
      className={styles.seen}
      data-shown={shown === undefined ? undefined : shown + 1}
      data-loaded={loaded}
    >
      {failure && <FailedImage failure={failure} onRetry={() => view.retry()} />}
      {!failure && shown !== wanted && <Busy words={t('loadingImage')} />}
      {!failure && shown === wanted && <Overlays images={view.images} state={state} />}
      {!failure && shown === wanted && <States view={view} state={state} />}
      {!failure && letters && <Edges {...letters} />}
      {!failure && leader && leader !== view && <ReferenceLine {...{ view, leader, state }} />}
      {!failure && <MarkLayer {...{ element, ground }} />}
      {!failure && shown !== undefined && <KeyStar image={referenceOf(view.images, shown)} />}
      {!failure && <ScaleBar {...state} />}
      <CornerOverlay images={view.images} state={state} />
      {!failure && <DoubtBadges images={view.images} state={state} />}
      {loaded < count && <LoadingBar {...{ loaded, count }} />}
    </div>
  );
}
