/** The DICOM data set: tags, VRs, dictionary, parser, writer (PS3.5, PS3.6, PS3.10). */

export {
  canEncodeText,
  decodeText,
  defaultCharacterSet,
  type EncodeOptions,
  encodeText,
  type SpecificCharacterSet,
  specificCharacterSet,
  utf8CharacterSet,
} from './charset/index.ts';
export { concat } from './concat.ts';
export { Dataset, type PlainDataset, type PlainValue } from './dataset.ts';
export {
  type Bounds,
  type DaValue,
  type DtValue,
  daBounds,
  dtBounds,
  parseDa,
  parseDt,
  parseTm,
  type TmValue,
  tmBounds,
} from './date-time.ts';
export {
  combineRanges,
  type DateTimeRange,
  parseDaRange,
  parseDtRange,
  parseTmRange,
} from './date-time-range.ts';
export { deflateRaw, inflateRaw } from './deflate.ts';
export { elementOf, keywords, tagOf } from './dictionary/elements.ts';
export type { ElementEntry } from './dictionary/entry.ts';
export { tags } from './dictionary/tags.generated.ts';
export {
  isStorageSopClass,
  storageSopClasses,
  type UidEntry,
  uidEntry,
  uidsOfType,
} from './dictionary/uids.ts';
export { type DumpOptions, dumpDataset } from './dump.ts';
export { Element } from './element.ts';
export {
  type ElementPath,
  type ElementReference,
  followPath,
  parseElementPath,
  stringsAt,
  vrOfPath,
} from './element-path.ts';
export {
  type DicomFile,
  type FileParts,
  parseFile,
  parseFileHead,
  writeFile,
  writeFileMeta,
} from './file.ts';
export type { FileHead } from './file-head.ts';
export { FragmentWalker } from './fragment-walker.ts';
export { type Header, HeaderParser, type HeaderParserOptions, type OmittedElement } from './header-parser.ts';
export { implementationClassUid, implementationVersionName } from './implementation.ts';
export {
  type FromJsonOptions,
  fromJson,
  type JsonDataset,
  type JsonElement,
  type JsonPersonName,
  type JsonValue,
  jsonText,
  type ToJsonOptions,
  toJson,
} from './json/index.ts';
export { limits } from './limits.ts';
export { type ParseOptions, parseDataset } from './parse.ts';
export {
  foldName,
  formatPersonName,
  type PersonName,
  type PersonNameGroup,
  parsePersonName,
  personNameGroups,
} from './person-name.ts';
export { phoneticKey } from './phonetic-key.ts';
export { SNIFF_BYTES, type Sniffed, sniff } from './sniff.ts';
export { swapped } from './swap-bytes.ts';
export {
  elementNumberOf,
  formatTag,
  groupOf,
  hexTag,
  isGroupLength,
  isPrivate,
  isPrivateCreator,
  parseTag,
  privateCreatorTag,
  type Tag,
} from './tag.ts';
export { canTranscodeUncompressed, transcodeUncompressed } from './transcode.ts';
export {
  plainTransferSyntaxes,
  requireTransferSyntax,
  type TransferSyntax,
  transferSyntax,
  transferSyntaxes,
  transferSyntaxOf,
} from './transfer-syntax.ts';
export type { Fragments, Value, ValueInput } from './value.ts';
export { allVrs, isText, VR, type Vr, type VrCode, vrOf } from './vr.ts';
export { writeDataset } from './write.ts';
export { escapedXml, fromXml, toXml } from './xml/index.ts';
