/** Where pictures of what is kept come from: PS3.18 10.4.1.1.3, rendered by the archive. */

/** A small picture of a study; of a series, when one is named. `size` in pixels of the screen's own. */
export function thumbnailOf(study: string, { series, size }: { series?: string; size: number }): string {
  const place = series === undefined ? study : `${study}/series/${series}`;
  const pixels = Math.round(size * Math.min(2, globalThis.devicePixelRatio || 1));
  return `/dicom-web/studies/${place}/thumbnail?viewport=${pixels},${pixels}`;
}
