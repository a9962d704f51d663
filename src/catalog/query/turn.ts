/** Lets the event loop run what waits: between statements, also when they find nothing. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
