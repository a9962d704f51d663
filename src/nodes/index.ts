export { isLoopback } from './addresses.ts';
export { type Caller, type CallerPolicy, identifyCaller } from './callers.ts';
export { NodeRegistry, type PeerProof } from './registry.ts';
