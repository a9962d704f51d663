/** What the system's error names mean to a person. */
const words: Readonly<Record<string, string>> = {
  EACCES: 'this user has no permission',
  EADDRINUSE: 'another program uses it',
  EADDRNOTAVAIL: 'this machine does not have that address',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the other side closed the connection',
  EHOSTUNREACH: 'no way leads to that address',
  EISDIR: 'it is a folder',
  ENETUNREACH: 'no way leads to that network',
  ENOENT: 'it does not exist',
  ENOTDIR: 'a part of the path is not a folder',
  ENOTFOUND: 'the name is not known',
  EPERM: 'the system does not permit it',
  EROFS: 'the disk can only be read',
  ETIMEDOUT: 'no answer came in time',
};

/** Puts the words behind each name: `ECONNREFUSED (nothing listens there)`. */
export function systemErrorsInWords(text: string): string {
  return text.replace(/\bE[A-Z]{3,}\b(?! \()/g, (name) => (words[name] ? `${name} (${words[name]})` : name));
}
