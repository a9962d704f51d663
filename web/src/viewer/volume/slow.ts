import { getRenderingCapabilities } from '@cornerstonejs/core';

/** Whether the processor draws what a graphics card would: then it draws less of it. */
export const isSlow = (): boolean => getRenderingCapabilities().softwareRasterizer;
