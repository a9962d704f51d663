/** What is rendered at most. */
export const renderLimits = {
  /** Requests that wait for a thread; more get `render/busy`. Their frames are not read before it is their turn. */
  waiting: 512,
  /** Worker threads, on machines with more cores, too: each may hold a large frame. */
  threads: 8,
  /** A frame that takes longer is given up, and the thread with it, ms: there are codestreams that never end. */
  taskMs: 60_000,
  /** A thread without work ends after this time, ms. */
  idleMs: 30_000,
  /** Width and height of a picture that is asked for, pixels. */
  pictureSide: 8_192,
  /** Frames of an animation; of longer ones every second, third, ... is taken. */
  animationFrames: 256,
  /** Bytes of all pictures of an animation; larger ones are made smaller. */
  animationBytes: 256 * 1024 * 1024,
  /** Videos that are made at once, each by a process of its own, and requests that wait for that; more get `render/busy`. */
  videos: 2,
  waitingVideos: 16,
  /** A stored video that takes longer to be made into another one, or to be taken, is cut off, ms. */
  videoMs: 600_000,
  /** Thumbnails in one of the 256 folders of the cache; the oldest go first. */
  thumbnailsPerFolder: 512,
  /** Largest value that a header leaves out and an overlay needs, bytes. */
  overlayBytes: 64 * 1024 * 1024,
} as const;
