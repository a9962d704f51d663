/** Keys as they are written on them. */
const names: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowLeft: '←',
  PageDown: 'Page ↓',
  PageUp: 'Page ↑',
  '[plus]': '+',
  '-': '−',
  space: '␣',
};

export const keyName = (key: string): string => names[key] ?? key;
