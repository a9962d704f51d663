import type { Archive } from '../../archive/index.ts';
import type { Clock, Logger } from '../../base/index.ts';
import type { Renderer } from '../../render/index.ts';
import type { Authenticate } from '../guard.ts';

/** What the DICOM web services work with. */
export interface DicomWebParts {
  readonly archive: Archive;
  readonly renderer: Renderer;
  readonly authenticate: Authenticate;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Of pages besides our own that may ask; see cross-origin.ts. Default: none. */
  readonly corsOrigins?: readonly string[];
}
