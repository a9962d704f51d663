/** Texts in the language of who reads them. English is part of the app, others are loaded when they are wanted. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en/index.ts';

/** What a translation has: the same names, other words. */
export type Texts = {
  readonly [Page in keyof typeof en]: { readonly [Name in keyof (typeof en)[Page]]: string };
};

export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const loaders: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: async () => en,
  de: async () => (await import('./de/index.ts')).de,
};

const storageKey = 'isocenter.language';

/** Resolves when there is something to read. */
export async function startTexts(): Promise<void> {
  const wanted = wantedLanguage();
  await i18next.use(initReactI18next).init({
    lng: wanted,
    fallbackLng: 'en',
    resources: { en, [wanted]: await loaders[wanted]() },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = wanted;
}

/** The one that texts are in now, as BCP 47 names it. */
export const language = (): string => i18next.language ?? 'en';

/** The same with the country that the browser names, if it does: English is written in 24/12 and in 12/24. */
export const locale = (): string =>
  navigator.languages.find((name) => languageOf(name) === language()) ?? language();

/** From now on, and in this browser from then on. */
export async function changeLanguage(wanted: Language): Promise<void> {
  localStorage.setItem(storageKey, wanted);
  const texts = await loaders[wanted]();
  for (const [page, words] of Object.entries(texts)) i18next.addResourceBundle(wanted, page, words);
  await i18next.changeLanguage(wanted);
  document.documentElement.lang = wanted;
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
    resources: typeof en;
  }
}
