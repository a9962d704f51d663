/** What browsers may be given to show: by what a file says it is. */
import type { ListedFile } from '../../contract/index.ts';

/** Types that browsers, or pages of ours, show without running anything in them. SVG and HTML are not among these. */
const previews: Readonly<Record<string, ListedFile['preview']>> = {
  'image/png': 'image',
  'image/jpeg': 'image',
  'image/gif': 'image',
  'image/webp': 'image',
  'application/pdf': 'pdf',
  'application/edf': 'recording',
  'application/x-bdf': 'recording',
  'application/x-nifti': 'volume',
  'application/x-nifti+gzip': 'volume',
  'text/plain': 'text',
  'text/csv': 'text',
};

export function previewOf(mediaType: string): ListedFile['preview'] {
  return Object.hasOwn(previews, mediaType) ? previews[mediaType]! : 'none';
}
