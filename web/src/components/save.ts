/** A browser has taken what it was given by then, milliseconds. */
const TAKEN_MS = 60_000;

/** Lets the browser save what is at an address; without a name it is called as the server says. */
export function saveFrom(href: string, name = ''): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

/** Lets the browser save what is in memory. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  saveFrom(url, name);
  setTimeout(() => URL.revokeObjectURL(url), TAKEN_MS);
}
