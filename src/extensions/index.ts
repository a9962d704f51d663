/** Programs of people that the archive calls, each in a process of its own. */
export { EXTENSIONS_FOLDER, Extensions, type ExtensionsParts } from './extensions.ts';
export type {
  ActionOutcome,
  GivenImage,
  GivenQuestion,
  GivenSeries,
  GivenWork,
  ImagePage,
} from './messages.ts';
