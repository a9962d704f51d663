export { type DemoFile, demoHistory } from './history.ts';
