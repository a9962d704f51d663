import type { RenderRequest } from '../../../render/index.ts';
import { GIF, JPEG, MP4 } from '../type-names.ts';

type Formats = Readonly<Record<string, RenderRequest['format']>>;

/** Media types of pictures (PS3.18 8.7.4). */
export const stillFormats: Formats = { [JPEG]: 'jpeg', 'image/png': 'png' };
/** Of many instances: animations of those with several frames besides. */
export const partFormats: Formats = { ...stillFormats, [GIF]: 'gif' };
/** Of one. */
export const pictureFormats: Formats = { ...partFormats, [MP4]: 'mp4' };
