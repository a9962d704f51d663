export { type DemoFile, demoHistory } from './demo/index.ts';
