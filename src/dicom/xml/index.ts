export { fromXml } from './from-xml.ts';
export { escaped as escapedXml, toXml } from './to-xml.ts';
