import { partOf, type Says, textOf, textsOf } from './says.ts';

/** Of which images an entry is, as far as all dialogs say it. */
export interface ChosenImages {
  /** None are all. */
  readonly modalities: readonly string[];
  readonly label: string;
}

export const allImages: ChosenImages = { modalities: [], label: '' };

/** @param condition as the automation file has it, behind `if` */
export function chosenImagesOf(condition: unknown): ChosenImages {
  const { Modality, label } = partOf(condition);
  return { modalities: textsOf(Modality), label: textOf(label) };
}

/** The condition as the automation file has it, with other parts; no `if` at all where it asks for nothing. */
export function conditionOf({ modalities, label }: ChosenImages, others: Says = {}): { readonly if?: Says } {
  const condition = {
    ...(modalities.length > 0 && { Modality: [...modalities] }),
    ...others,
    ...(label.trim() !== '' && { label: label.trim() }),
  };
  return Object.keys(condition).length > 0 ? { if: condition } : {};
}
