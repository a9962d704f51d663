export { BoundedQueue } from './bounded-queue.ts';
export { BufferPool, type Lease } from './buffer-pool.ts';
export type { ByteSink } from './byte-sink.ts';
export { type Clock, systemClock } from './clock.ts';
export {
  asIsocenterError,
  type ErrorCode,
  type ErrorParams,
  errorRegister,
  fillTemplate,
  IsocenterError,
} from './errors.ts';
export { escapedHtml } from './escaped-html.ts';
export { type InTurn, newQueue, takeTurn } from './in-turn.ts';
export { isGone } from './is-gone.ts';
export { jsonIn } from './json-in.ts';
export { type Logger, silentLogger } from './logger.ts';
export { minuteOf } from './minute-of.ts';
export { numbered } from './numbered.ts';
export { inParallel } from './parallel.ts';
export { askNext, readAhead } from './read-ahead.ts';
export { oneByOne, type ReasonOf, Reasons } from './reasons.ts';
export { pause, Repeating } from './repeating.ts';
export { Slots } from './slots.ts';
export { WAITING_CONNECTIONS } from './waiting-connections.ts';
