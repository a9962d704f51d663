/** Just enough of a TypeScript tokenizer to find imports and names in code, and never in comments or strings. */
export interface SourceToken {
  readonly kind: 'word' | 'string' | 'punctuation';
  /** The word, the content of the string, or the character. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

export interface SourceImport {
  readonly specifier: string;
  readonly line: number;
  /** `import type` or `export type`: it is gone when the program runs. */
  readonly isTypeOnly: boolean;
  /** `import()`: loaded when the program gets there, or for a type. */
  readonly isDynamic: boolean;
}

const token = new RegExp(
  [
    /(?<space>\s+|\/\/.*|\/\*[\s\S]*?\*\/)/,
    /(?<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`)/,
    /(?<word>[\w$#]+)/,
    /(?<punctuation>[\s\S])/,
  ]
    .map((part) => part.source)
    .join('|'),
  'y',
);
const regexLiteral = /\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;

export function tokenize(source: string): SourceToken[] {
  const tokens: SourceToken[] = [];
  let line = 1;
  let offset = 0;
  while (offset < source.length) {
    const match = matchAt(source, offset, tokens.at(-1));
    if (match.token) tokens.push({ ...match.token, line });
    line += match.text.split('\n').length - 1;
    offset += match.text.length;
  }
  return tokens;
}

interface Match {
  readonly text: string;
  readonly token?: Omit<SourceToken, 'line'>;
}

function matchAt(source: string, offset: number, previous: SourceToken | undefined): Match {
  if (source[offset] === '/' && mayStartRegex(previous)) {
    regexLiteral.lastIndex = offset;
    const literal = regexLiteral.exec(source);
    if (literal) return { text: literal[0] };
  }
  token.lastIndex = offset;
  const { 0: text, groups } = token.exec(source)!;
  if (groups?.space !== undefined) return { text };
  if (groups?.string !== undefined) return { text, token: { kind: 'string', text: text.slice(1, -1) } };
  return { text, token: { kind: groups?.word === undefined ? 'punctuation' : 'word', text } };
}

/** A slash after a value divides; anywhere else it opens a regular expression. */
function mayStartRegex(previous: SourceToken | undefined): boolean {
  if (!previous) return true;
  if (previous.kind === 'word') return ['return', 'case', 'typeof', 'of', 'in'].includes(previous.text);
  return previous.kind === 'punctuation' && !')]}'.includes(previous.text);
}

/** Every module the source names: static, dynamic, re-exported, for a type, or for its side effects. */
export function importsOf(tokens: readonly SourceToken[]): SourceImport[] {
  return tokens.flatMap((current, i) => {
    if (current.kind !== 'string') return [];
    const before = tokens[i - 1]?.text;
    const isDynamic = before === '(' && tokens[i - 2]?.text === 'import';
    if (before !== 'from' && before !== 'import' && !isDynamic) return [];
    return [{ specifier: current.text, line: current.line, isTypeOnly: isTypeOnly(tokens, i), isDynamic }];
  });
}

/** Looks from the module name back to the word that opens the statement. */
function isTypeOnly(tokens: readonly SourceToken[], end: number): boolean {
  for (let i = end - 1; i >= 0; i--) {
    const { kind, text } = tokens[i]!;
    if (kind === 'word' && (text === 'import' || text === 'export')) return tokens[i + 1]?.text === 'type';
  }
  return false;
}
