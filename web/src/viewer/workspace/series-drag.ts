/** A series that is dragged from the strip into a pane. */
import type { DragEvent } from 'react';

export interface DraggedSeries {
  /** Of another study than the one that the viewer was opened with. */
  readonly study?: string | undefined;
  readonly series: string;
}

const mediaType = 'application/x-isocenter-series';

export function startDrag({ dataTransfer }: DragEvent, dragged: DraggedSeries): void {
  dataTransfer.setData(mediaType, JSON.stringify(dragged));
  dataTransfer.effectAllowed = 'copy';
}

/** Whether it is a series that is dragged. What it is can be read only when it is dropped. */
export const isDrag = ({ dataTransfer }: DragEvent): boolean => dataTransfer.types.includes(mediaType);

export function droppedSeries({ dataTransfer }: DragEvent): DraggedSeries | undefined {
  const text = dataTransfer.getData(mediaType);
  return text === '' ? undefined : (JSON.parse(text) as DraggedSeries);
}
