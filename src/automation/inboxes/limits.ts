/** As deep as the search for DICOM files goes. */
export const MAXIMUM_DEPTH = 32;
/** Files of one inbox that are looked at; of more, the others when these are gone. */
export const MAXIMUM_FILES = 200_000;
/** Taken in at once: a share that hangs holds up so many threads that wait for disks, and the archive has 16. */
export const AT_ONCE = 2;
/** Results written together. */
export const RESULTS_AT_ONCE = 100;
/** Files of one archive (zip, image of a disc) that are named when they were not taken in. */
export const MAXIMUM_NAMED = 20;
/** Of those that could not be read, how many are kept with why. */
export const MAXIMUM_REASONS = 5;
