/** Lines of dcm2niix that a person should see: `Warning: ...`, `Error: ...`. Each once, without folders of this machine. */
export function warningsOf(said: string): string[] {
  const lines = said.split('\n').filter((line) => /^\s*(warning|error)\b/i.test(line));
  return [...new Set(lines.map(withoutFolders))];
}

/** The first error, or the first warning, in words for a message. */
export function complaintOf(said: string): string | undefined {
  const lines = warningsOf(said);
  const line = lines.find((each) => /^error/i.test(each)) ?? lines[0];
  return line?.replace(/^\w+:?\s*/, '').slice(0, COMPLAINT_CHARACTERS);
}

const COMPLAINT_CHARACTERS = 300;

const withoutFolders = (line: string): string => line.trim().replace(/(?:\/[^\s/'"]+)*\/(?=[^\s/'"]+)/g, '');
