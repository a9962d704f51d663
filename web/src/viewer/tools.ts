/** What the left button can do: its key, its picture. */
import { IconArrowsMove, IconBrightness, IconStack2, IconZoomScan } from '@tabler/icons-react';
import type { ToolName } from './engine/engine.ts';

export const tools = [
  { name: 'window', key: 'W', icon: IconBrightness },
  { name: 'scroll', key: 'S', icon: IconStack2 },
  { name: 'pan', key: 'P', icon: IconArrowsMove },
  { name: 'zoom', key: 'Z', icon: IconZoomScan },
] as const satisfies readonly { name: ToolName; key: string; icon: typeof IconStack2 }[];
