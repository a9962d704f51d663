/** Where the two other planes cut a picture: their point is dragged to move them, the ends of their lines to turn them. */
import { type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaneState } from './mpr-view.ts';
import type { Spot } from './plane-viewport.ts';
import type { PlaneName } from './planes.ts';
import styles from './volume.module.css';

interface CrossLinesProps {
  readonly state: PaneState;
  /** Pixels of the screen (CSS). */
  readonly size: Spot;
  /** Whether they can be taken hold of. */
  readonly isHeld: boolean;
  readonly onMove: (spot: Spot) => void;
  /** @param angle radians, to the left */
  readonly onTurn: (angle: number) => void;
}

/** Free of lines around the point, so that it is seen what is there. */
const GAP = 12;
/** Handles lie this far from the point, as a share of the shorter side of the pane. */
const HANDLE_SHARE = 0.35;

export function CrossLines({ state: { center, lines }, size, isHeld, onMove, onTurn }: CrossLinesProps) {
  const { t } = useTranslation('volume');
  const reach = Math.hypot(...size);
  const handle = Math.min(...size) * HANDLE_SHARE;
  return (
    <svg
      className={styles.cross}
      width={size[0]}
      height={size[1]}
      data-held={isHeld || undefined}
      aria-hidden
    >
      {lines.flatMap(({ plane, direction }) =>
        [1, -1].map((sign) => (
          <Arm
            key={`${plane}${sign}`}
            plane={plane}
            spot={(far) => [center[0] + sign * far * direction[0], center[1] - sign * far * direction[1]]}
            reach={reach}
            handle={handle}
            center={center}
            onTurn={onTurn}
            title={t('turnPlanes')}
          />
        )),
      )}
      <Grip center={center} onDrag={onMove} title={t('movePlanes')} />
    </svg>
  );
}

interface ArmProps {
  readonly plane: PlaneName;
  /** On the line, in pixels from the point. */
  readonly spot: (far: number) => Spot;
  readonly reach: number;
  readonly handle: number;
  readonly center: Spot;
  readonly onTurn: (angle: number) => void;
  readonly title: string;
}

function Arm({ plane, spot, reach, handle, center, onTurn, title }: ArmProps) {
  const [from, to, grip] = [spot(GAP), spot(reach), spot(handle)];
  const before = useRef(0);
  const angleOf = ([x, y]: Spot) => Math.atan2(center[1] - y, x - center[0]);
  return (
    <g className={styles[plane]}>
      <line x1={from[0]} y1={from[1]} x2={to[0]} y2={to[1]} />
      <circle
        cx={grip[0]}
        cy={grip[1]}
        r={6}
        {...dragged(
          (at) => {
            const angle = angleOf(at);
            onTurn(angle - before.current);
            before.current = angle;
          },
          (at) => {
            before.current = angleOf(at);
          },
        )}
      >
        <title>{title}</title>
      </circle>
    </g>
  );
}

interface GripProps {
  readonly center: Spot;
  readonly onDrag: (spot: Spot) => void;
  readonly title: string;
}

function Grip({ center, onDrag, title }: GripProps) {
  return (
    <circle className={styles.grip} cx={center[0]} cy={center[1]} r={GAP} {...dragged(onDrag)}>
      <title>{title}</title>
    </circle>
  );
}

/** Where the pointer goes while it is held down, in pixels of the drawing. */
function dragged(onDrag: (spot: Spot) => void, onStart?: (spot: Spot) => void) {
  const spotOf = (event: PointerEvent<SVGCircleElement>): Spot => {
    const { left, top } = event.currentTarget.ownerSVGElement!.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  return {
    onPointerDown: (event: PointerEvent<SVGCircleElement>) => {
      if (event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      onStart?.(spotOf(event));
    },
    onPointerMove: (event: PointerEvent<SVGCircleElement>) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) onDrag(spotOf(event));
    },
  };
}
