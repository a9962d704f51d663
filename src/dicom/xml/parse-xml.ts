import { IsocenterError } from '../../base/index.ts';
import { limits } from '../limits.ts';

/** An element of an XML document. */
export interface XmlElement {
  /** Without the prefix of its namespace. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Between its tags, without that of its children. */
  readonly text: string;
}

const xmlLimits = {
  elements: 1_000_000,
  /** Each sequence has three around its values: attribute, item, and the data set's. */
  depth: 3 * limits.sequenceDepth,
} as const;

type Open = { -readonly [Member in keyof XmlElement]: XmlElement[Member] } & { children: XmlElement[] };

/**
 * The root element of a document. No document type is believed: entities that it declares are not known, and nothing
 * outside is fetched. @throws IsocenterError `dicom/bad-xml`, `dicom/limit`
 */
export async function parseXml(text: string): Promise<XmlElement> {
  const { SaxesParser } = await import('saxes');
  const parser = new SaxesParser({ xmlns: false });
  const stack: Open[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  parser.on('error', (error) => {
    throw new IsocenterError('dicom/bad-xml', { reason: error.message.slice(0, 200) });
  });
  parser.on('opentag', ({ name, attributes }) => {
    checkLimit('Number of XML elements', ++count, xmlLimits.elements);
    checkLimit('Depth of XML elements', stack.length, xmlLimits.depth);
    const element: Open = { name: name.replace(/^.*:/, ''), attributes, children: [], text: '' };
    const parent = stack.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
    stack.push(element);
  });
  parser.on('closetag', () => void stack.pop());
  const take = (piece: string) => {
    const element = stack.at(-1);
    if (element) element.text += piece;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.write(text).close();
  if (!root) throw new IsocenterError('dicom/bad-xml', { reason: 'it has no element' });
  return root;
}

function checkLimit(what: string, value: number, limit: number): void {
  if (value > limit) throw new IsocenterError('dicom/limit', { what, value, limit });
}
