/** The view of a pane, by its kind. Kinds that need much are loaded when one is opened. */
import type { ComponentType } from 'react';
import type { OpenEngine } from '../use-engine.ts';
import type { ViewControls } from '../view-controls.ts';
import { Viewport } from '../viewport.tsx';
import type { PaneKind } from './pane-kinds.ts';

export interface PaneViewProps extends OpenEngine {
  readonly study: string;
  readonly series: string;
  /** From 0: the one to begin with. */
  readonly image?: number | undefined;
  /** Under which the view remembers how it was left: window, zoom. */
  readonly memory: string;
  /** Tells that a first picture is seen. Stays the same function. */
  readonly onPictured: () => void;
  /** Tells of the view that is open; undefined when it is closed. Stays the same function. */
  readonly onView: (view: ViewControls | undefined) => void;
  /** Tells of the image, from 0, at which somebody stays. Stays the same function. */
  readonly onImage: (image: number) => void;
}

const views: Readonly<Record<PaneKind, ComponentType<PaneViewProps>>> = {
  stack: Viewport,
};

export function PaneView({ kind, ...props }: PaneViewProps & { readonly kind: PaneKind }) {
  const View = views[kind];
  return <View {...props} />;
}
