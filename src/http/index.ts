export { type ControlDoorOptions, createControlDoor } from './control-door.ts';
export type { Door } from './door.ts';
export { type Authenticate, callerOf, guard } from './guard.ts';
export { type Metric, renderMetrics } from './metrics.ts';
export { createPublicDoor, type PublicDoorOptions } from './public-door.ts';
export { type ControlParts, createControl } from './rest/index.ts';
export { operationKinds } from './rest/operations.ts';
export { type DicomPortStats, readHealth, readMetrics, type ServerState } from './rest/status.ts';
