/** The `threads` setting, read by hand: the settings module would be loaded too late, with the pool already made. */
const defaultThreads = '16';
const flag = '--threads';

export function threadPoolSize(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string {
  const at = argv.findIndex((argument) => argument === flag || argument.startsWith(`${flag}=`));
  const fromFlag = argv[at] === flag ? argv[at + 1] : argv[at]?.slice(flag.length + 1);
  const chosen = fromFlag ?? env.ISOCENTER_THREADS ?? defaultThreads;
  // A wrong value is reported with all the others, when the settings are loaded.
  return /^\d{1,4}$/.test(chosen) ? chosen : defaultThreads;
}
