/** DICOM series become NIfTI files: dcm2niix, installed or built in, in a process of its own, within limits. */
export { type Conversion, type ConversionRequest, convertSeries } from './convert-series.ts';
export { chooseEngine, type Engine, type EngineKind, type Engines, findEngines } from './engine.ts';
export { type ConversionOptions, usualConversion } from './options.ts';
export type { ConvertedFile, OutputExtension } from './outputs.ts';
export { groupBySeries, type LeftOut, type SeriesFile, type SeriesFiles } from './series-files.ts';
