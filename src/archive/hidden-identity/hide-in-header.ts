import {
  type Dataset,
  type Element,
  elementOf,
  groupOf,
  type Header,
  isText,
  type VrCode,
} from '../../dicom/index.ts';
import { isIdentifying } from './identifying-elements.ts';
import { IdentityWords, mayHaveWords } from './identity-words.ts';

/** Values that are only read when they are asked for. */
const farVrs: ReadonlySet<VrCode> = new Set(['OW', 'OF', 'OD', 'OL', 'OV']);
/** How pixels are stored. */
const IMAGE_PIXEL = 0x0028;

/**
 * Takes out of a header, at every depth, what says who the patient is, and from all other text the names and identifiers that
 * were in there. UIDs, dates and where it was done stay: it is not a de-identification (PS3.15 annex E). Changes the header it
 * is given.
 */
export function hideInHeader(header: Header): Header {
  const words = new IdentityWords();
  words.addAllOf(header.dataset);
  hideIn(header.dataset, words);
  return {
    ...header,
    meta: undefined,
    omitted: header.omitted.filter(({ tag }) => {
      const vr = elementOf(tag)?.vr.code ?? 'UN';
      return farVrs.has(vr) && !isIdentifying(tag, vr);
    }),
  };
}

function hideIn(dataset: Dataset, words: IdentityWords): void {
  for (const element of [...dataset]) {
    const { tag, vr, value } = element;
    if (isIdentifying(tag, vr.code)) dataset.delete(tag);
    else if (value.kind === 'items') {
      for (const item of value.items) hideIn(item, words);
      // Set, so that nobody gets the bytes that it was read from.
      dataset.set(tag, vr, value.items);
    } else if (
      hasWords(element) &&
      value.kind === 'strings' &&
      value.strings.some((each) => words.areIn(each))
    )
      dataset.set(
        tag,
        vr,
        value.strings.map((each) => (words.areIn(each) ? '' : each)),
      );
  }
}

const hasWords = ({ tag, vr }: Element): boolean =>
  isText(vr) && mayHaveWords(vr.code) && groupOf(tag) !== IMAGE_PIXEL;
