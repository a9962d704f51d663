/** How the bytes of an item lie at a location. */
export type LocationForm = 'plain' | 'packed' | 'encrypted';

/** One place where an item's bytes are. Nothing computes a location from UIDs but the store that made it. */
export interface Location {
  /** Name of the store: `local` for the data directory. */
  readonly store: string;
  readonly key: string;
  readonly form: LocationForm;
  /** When the bytes there were last read and matched their hash, ISO 8601 UTC. */
  readonly verifiedAt?: string;
}

/** The name of the store that every archive has: its own data directory. */
export const LOCAL_STORE = 'local';
