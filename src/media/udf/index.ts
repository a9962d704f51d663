export { udfVolume } from './read-udf.ts';
