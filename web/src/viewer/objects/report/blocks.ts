/** A content tree as a page: headings, sentences, tables of measurements, pictures, in the order in which it says them. */
import type { ContentItem, ContentValue, ImageReference } from './content-item.ts';

export interface Fact {
  readonly label: string;
  readonly value: ContentValue;
  /** What is said about it: "Laterality: Left". */
  readonly about: readonly Fact[];
  /** Images that it was seen in. */
  readonly images: readonly ImageReference[];
}

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  /** Texts that are to be read on their own. */
  | { readonly kind: 'text'; readonly fact: Fact }
  /** Short ones, below each other. */
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | { readonly kind: 'measurements'; readonly facts: readonly Fact[] }
  | { readonly kind: 'images'; readonly label: string; readonly images: readonly ImageReference[] };

/** @param root whose name is the title of the page, and not part of it */
export function blocksOf(root: ContentItem): Block[] {
  return joined(childBlocks(root, 0, root));
}

function childBlocks(item: ContentItem, level: number, root: ContentItem): Block[] {
  return item.children.flatMap((child) => blocksOfItem(child, level + 1, root));
}

function blocksOfItem(item: ContentItem, level: number, root: ContentItem): Block[] {
  const { value, name } = item;
  if (value.kind === 'container') {
    const heading: Block[] = name === '' ? [] : [{ kind: 'heading', level, text: name }];
    return [...heading, ...childBlocks(item, level, root)];
  }
  if (value.kind === 'image') return [{ kind: 'images', label: name, images: [value] }];
  const fact = factOf(item, root);
  if (value.kind === 'number') return [{ kind: 'measurements', facts: [fact] }];
  if (value.kind === 'text') return [{ kind: 'text', fact }];
  return [{ kind: 'facts', facts: [fact] }];
}

function factOf(item: ContentItem, root: ContentItem): Fact {
  const about = item.children.filter(({ value }) => isSaid(value));
  return {
    label: item.name,
    value: item.value,
    about: about.map((child) => factOf(child, root)),
    images: imagesBelow(item, root),
  };
}

/** Whether it is something to read, and not a place in an image or an image. */
const isSaid = ({ kind }: ContentValue): boolean =>
  kind !== 'image' && kind !== 'coordinates' && kind !== 'reference' && kind !== 'container';

/** Those that places belong to, too; a reference is followed once, so that no circle goes on for ever. */
function imagesBelow(item: ContentItem, root: ContentItem, mayFollow = true): ImageReference[] {
  return item.children.flatMap((child) => {
    if (child.value.kind === 'image') return [child.value];
    if (child.value.kind === 'reference') {
      const target = mayFollow ? itemAt(root, child.value.path) : undefined;
      if (!target) return [];
      return target.value.kind === 'image' ? [target.value] : imagesBelow(target, root, false);
    }
    // What is said below has images of its own.
    return child.value.kind === 'coordinates' ? imagesBelow(child, root, mayFollow) : [];
  });
}

/** PS3.3 C.17.3.2.5: the first number is that of the root. */
function itemAt(root: ContentItem, [, ...path]: readonly number[]): ContentItem | undefined {
  return path.reduce<ContentItem | undefined>((item, number) => item?.children[number - 1], root);
}

/** Neighbours of one kind become one block. */
function joined(blocks: readonly Block[]): Block[] {
  const all: Block[] = [];
  for (const block of blocks) {
    const both = together(all.at(-1), block);
    if (both) all[all.length - 1] = both;
    else all.push(block);
  }
  return all;
}

function together(before: Block | undefined, next: Block): Block | undefined {
  if (before?.kind === 'images' && next.kind === 'images' && before.label === next.label)
    return { ...before, images: [...before.images, ...next.images] };
  const isList = next.kind === 'facts' || next.kind === 'measurements';
  if (isList && before?.kind === next.kind) return { ...next, facts: [...before.facts, ...next.facts] };
  return undefined;
}
