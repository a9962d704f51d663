export { decodeText } from './decode.ts';
export { canEncodeText, type EncodeOptions, encodeText } from './encode.ts';
export {
  defaultCharacterSet,
  type SpecificCharacterSet,
  specificCharacterSet,
  utf8CharacterSet,
} from './specific-character-set.ts';
