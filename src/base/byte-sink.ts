/**
 * Where bytes are pushed. Pushing (instead of an async iterator) costs nothing per chunk when the sink keeps up;
 * when it does not, `write` returns a promise and the source stops reading until it resolves (back-pressure).
 * A sink that throws has failed for good: call `abort` and push no more. Chunks are lent: the source writes over them as
 * soon as `write` has returned (its promise need not have resolved), so that receiving costs no new memory.
 */
export interface ByteSink<Result> {
  write(chunk: Uint8Array): void | Promise<void>;
  end(): Promise<Result>;
  /** Gives everything back. Safe to call at any time, also after a failure, and more than once. */
  abort(reason: unknown): void;
}
