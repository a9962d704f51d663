/** What the left button can do: its key, its picture. Those that measure draw; the others move and change the picture. */
import {
  IconAngle,
  IconArrowsMove,
  IconArrowUpRight,
  IconBrightness,
  IconFocus2,
  IconLasso,
  IconLetterT,
  IconOvalVertical,
  IconRectangle,
  IconRuler2,
  IconSearch,
  IconStack2,
  IconVectorTriangle,
  IconZoomScan,
} from '@tabler/icons-react';
import type { EngineToolName } from './engine/engine.ts';
import { kinds, type MeasurementKind } from './measure/measurement.ts';
import type { ViewerLayout } from './search-params.ts';

export type ToolName = EngineToolName | MeasurementKind;

interface Tool {
  readonly name: ToolName;
  readonly key: string;
  readonly icon: typeof IconStack2;
}

export const handTools = [
  { name: 'window', key: 'W', icon: IconBrightness },
  { name: 'scroll', key: 'S', icon: IconStack2 },
  { name: 'pan', key: 'P', icon: IconArrowsMove },
  { name: 'zoom', key: 'Z', icon: IconZoomScan },
  { name: 'magnify', key: 'G', icon: IconSearch },
] as const satisfies readonly Tool[];

export const measureTools = [
  { name: 'length', key: 'L', icon: IconRuler2 },
  { name: 'angle', key: 'A', icon: IconAngle },
  { name: 'cobb', key: 'C', icon: IconVectorTriangle },
  { name: 'ellipse', key: 'E', icon: IconOvalVertical },
  { name: 'rectangle', key: 'B', icon: IconRectangle },
  { name: 'freehand', key: 'N', icon: IconLasso },
  { name: 'arrow', key: 'Y', icon: IconArrowUpRight },
  { name: 'text', key: 'Q', icon: IconLetterT },
  { name: 'probe', key: 'O', icon: IconFocus2 },
] as const satisfies readonly Tool[];

export const tools: readonly Tool[] = [...handTools, ...measureTools];

/** Whether a tool does something to images one by one, in planes or in space: a hand that turns needs none. */
export const worksIn = (name: ToolName, layout: ViewerLayout | 'stack' = 'stack'): boolean =>
  layout === 'stack' || (layout === 'mpr' && name !== 'magnify');

export const drawnBy = (name: ToolName): MeasurementKind | undefined =>
  Object.hasOwn(kinds, name) ? (name as MeasurementKind) : undefined;

export const handOf = (name: ToolName): EngineToolName | undefined =>
  handTools.find((tool) => tool.name === name)?.name;
