type Signs = readonly (readonly [sign: RegExp, name: string])[];

/** The first that fits: most say that they are Chrome and Safari, too. */
const browsers: Signs = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|Chromium|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const systems: Signs = [
  [/\b(iPhone|iPad)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/** What people call a browser and what it runs on, by its User-Agent; undefined for what is not known. */
export function browserOf(agent: string): {
  readonly browser: string | undefined;
  readonly system: string | undefined;
} {
  const nameIn = (known: Signs) => known.find(([sign]) => sign.test(agent))?.[1];
  return { browser: nameIn(browsers), system: nameIn(systems) };
}
