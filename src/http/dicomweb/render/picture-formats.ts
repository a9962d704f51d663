import type { RenderRequest } from '../../../render/index.ts';

type Formats = Readonly<Record<string, RenderRequest['format']>>;

/** Media types of pictures (PS3.18 8.7.4). */
export const stillFormats: Formats = { 'image/jpeg': 'jpeg', 'image/png': 'png' };
/** Animations of several frames besides. */
export const pictureFormats: Formats = { ...stillFormats, 'image/gif': 'gif', 'video/mp4': 'mp4' };
