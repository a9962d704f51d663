import { describe } from 'vitest';

/**
 * A suite that needs something that is not on every machine. Without it the suite is skipped and says so by name:
 * a skip that nobody reads about looks like a pass.
 */
export function describeWithPeer(name: string, available: boolean, suite: () => void, peer = name): void {
  if (!available)
    console.warn(`SKIPPED: "${name}" needs ${peer}, which is not here. See npm run setup:peers.`);
  describe.skipIf(!available)(name, suite);
}
