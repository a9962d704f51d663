/** Images made ready for others: decoded, transcoded, drawn, in worker threads. */
export { type AnnotationKind, annotationKinds } from './annotation.ts';
export { renderLimits } from './limits.ts';
export { type SeriesFigures, SeriesQuality } from './quality/series-quality.ts';
export {
  type DecodedFrame,
  type Region,
  type RenderedPicture,
  Renderer,
  type RenderRequest,
} from './renderer.ts';
export { type StoredVideo, videoAsMp4, videoCodingOf } from './stored-video.ts';
export type { Viewport } from './tasks.ts';
export { createTranscoder } from './transcoder.ts';
export { WorkerPool } from './worker-pool.ts';
