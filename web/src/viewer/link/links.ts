/** How panes go together. In an address each is a letter. */
export const linkKinds = { scroll: 's', lines: 'l', window: 'w' } as const;
export type LinkKind = keyof typeof linkKinds;
export type Links = Readonly<Record<LinkKind, boolean>>;

/** Unless somebody says otherwise. */
const usual = 'sl';

export const linksIn = (text: string = usual): Links => ({
  scroll: text.includes(linkKinds.scroll),
  lines: text.includes(linkKinds.lines),
  window: text.includes(linkKinds.window),
});

/** Undefined where it is as usual; `-` where nothing is linked. */
export function linksText(links: Links): string | undefined {
  const letters = Object.entries(linkKinds).map(([kind, letter]) => (links[kind as LinkKind] ? letter : ''));
  const text = letters.join('') || '-';
  return text === usual ? undefined : text;
}
