/** Texts in the language of who reads them. Those that are around all pages are there at once, others are loaded with their pages. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import * as around from './en/areas/around.ts';

/** In English, by what they are loaded with. */
interface Areas {
  readonly around: typeof around;
  readonly records: typeof import('./en/areas/records.ts');
  readonly viewing: typeof import('./en/areas/viewing.ts');
  readonly administration: typeof import('./en/areas/administration.ts');
}
export type Area = keyof Areas;

/** All texts, by the page or part that they are of. */
export type Texts = Areas['around'] & Areas['records'] & Areas['viewing'] & Areas['administration'];

/** What a translation has: the same names, other words. */
type Translation<English> = {
  readonly [Page in keyof English]: { readonly [Name in keyof English[Page]]: string };
};

export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

type Loaders = { readonly [Each in Area]: () => Promise<Translation<Areas[Each]>> };

const loaders: Readonly<Record<Language, Loaders>> = {
  en: {
    around: async () => around,
    records: () => import('./en/areas/records.ts'),
    viewing: () => import('./en/areas/viewing.ts'),
    administration: () => import('./en/areas/administration.ts'),
  },
  de: {
    around: () => import('./de/areas/around.ts'),
    records: () => import('./de/areas/records.ts'),
    viewing: () => import('./de/areas/viewing.ts'),
    administration: () => import('./de/areas/administration.ts'),
  },
};

const storageKey = 'isocenter.language';
/** Areas that some page needed since the app was opened. */
const needed = new Set<Area>(['around']);

/** Resolves when there is something to read. */
export async function startTexts(): Promise<void> {
  const wanted = wantedLanguage();
  await i18next.use(initReactI18next).init({
    lng: wanted,
    // Every language has all of them: their types say so.
    fallbackLng: false,
    resources: { [wanted]: { ...(await loaders[wanted].around()) } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = wanted;
}

/** A page shows its texts when this has resolved. */
export async function loadTexts(area: Area): Promise<void> {
  needed.add(area);
  await addTexts(language() as Language, area);
}

/** The one that texts are in now, as BCP 47 names it. */
export const language = (): string => i18next.language ?? 'en';

/** The same with the country that the browser names, if it does: English is written in 24/12 and in 12/24. */
export const locale = (): string =>
  navigator.languages.find((name) => languageOf(name) === language()) ?? language();

/** From now on, and in this browser from then on. */
export async function changeLanguage(wanted: Language): Promise<void> {
  localStorage.setItem(storageKey, wanted);
  await Promise.all(Array.from(needed, (area) => addTexts(wanted, area)));
  await i18next.changeLanguage(wanted);
  document.documentElement.lang = wanted;
}

async function addTexts(wanted: Language, area: Area): Promise<void> {
  const texts = await loaders[wanted][area]();
  for (const [page, words] of Object.entries(texts)) i18next.addResourceBundle(wanted, page, words);
}

function wantedLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  const [known] = [chosen, ...navigator.languages].flatMap((name) => languageOf(name ?? '') ?? []);
  return known ?? 'en';
}

function languageOf(name: string): Language | undefined {
  const [base = ''] = name.split('-');
  return Object.hasOwn(languages, base) ? (base as Language) : undefined;
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell';
    resources: Texts;
  }
}
