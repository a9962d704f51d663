/** DICOM series become NIfTI files: dcm2niix, installed or built in, in a process of its own, within limits. */
export {
  type BrokenSeries,
  type ConversionTarget,
  type ConvertAll,
  convertAll,
  type SeriesOutcome,
} from './convert-all.ts';
export { type ConvertInto, convertInto } from './convert-into.ts';
export { type Conversion, type ConversionRequest, convertSeries } from './convert-series.ts';
export { chooseEngine, type Engine, type Engines, findEngines } from './engine.ts';
export { type ConversionTerms, isSameConversion } from './nifti-record.ts';
export { usualConversion } from './options.ts';
export { notMade, notMadeBecause, OutputFolder, TARGET } from './output-folder.ts';
export { type ConvertedFile, type OutputExtension, outputExtensions } from './outputs.ts';
export { reportConversion } from './report.ts';
export { groupBySeries, type LeftOut, type SeriesFile, type SeriesFiles } from './series-files.ts';
export { namesOfTemplate } from './template-names.ts';
