/** What can be done from everywhere, by typing its name into the search box. */
import { useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Right } from '../../../../src/contract/index.ts';
import { useMay } from '../../api/rights.ts';
import { changeLanguage, type Language, languages } from '../../i18n/index.ts';
import { beginsWithin } from './begins.ts';

interface Command {
  readonly name: string;
  /** What it is called, too. */
  readonly also: string;
  /** Where it leads, or what it does here. */
  readonly place?: string;
  readonly act?: () => void;
}

/** Those that lead somewhere, and what one has to be allowed there. */
const ways = [
  { text: 'doAdd', also: 'doAddAlso', place: '/add', rights: ['store'] },
  { text: 'doShare', also: 'doShareAlso', place: '/studies', rights: ['share'] },
  { text: 'doAsk', also: 'doAskAlso', place: '/shares?ask=true', rights: ['share', 'store'] },
  { text: 'doTree', also: 'doTreeAlso', place: '/automation?tree=new', rights: ['administer'] },
  { text: 'yourAccount', also: 'doAccountAlso', place: '/account', rights: [] },
  { text: 'emergency', also: 'doEmergencyAlso', place: '/account/emergency', rights: ['breakGlass'] },
] as const satisfies readonly { readonly rights: readonly Right[]; readonly [name: string]: unknown }[];

const looks = [
  { text: 'doLight', look: 'light' },
  { text: 'doDark', look: 'dark' },
  { text: 'doAuto', look: 'auto' },
] as const;

/** Those that somebody may do and that what was typed means. */
export function useCommands(typed: string): readonly Command[] {
  const { t } = useTranslation('shell');
  const { setColorScheme } = useMantineColorScheme();
  const may = useMay();
  const commands: readonly Command[] = [
    ...ways
      .filter(({ rights }) => rights.every(may))
      .map(({ text, also, place }) => ({ name: t(text), also: t(also), place })),
    ...looks.map(({ text, look }) => ({
      ...{ name: t(text), also: t('look') },
      act: () => setColorScheme(look),
    })),
    ...Object.entries(languages).map(([language, name]) => ({
      ...{ name, also: t('language') },
      act: () => void changeLanguage(language as Language),
    })),
    { name: t('logOut'), also: t('logOutAlso'), act: logOut },
  ];
  return typed === '' ? [] : commands.filter(({ name, also }) => beginsWithin(typed, `${name} ${also}`));
}

/** As the button of the account does: a form, which no link of another site can be. */
function logOut(): void {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = '/logout';
  document.body.append(form);
  form.submit();
}
