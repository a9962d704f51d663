/** Thrown by an action that cannot be done now, but later: it did nothing, and is called again after a pause. */
export class TryAgain extends Error {
  override readonly name = 'TryAgain';
}
