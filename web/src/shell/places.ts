/** The pages of the rail, in its order. */
import {
  IconAdjustmentsCog,
  IconBinaryTree,
  IconCloudDownload,
  IconHome,
  IconPlus,
  IconProgressCheck,
  IconShare,
  IconStack2,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Right } from '../../../src/contract/index.ts';
import { useMay, useMayEverywhere } from '../api/rights.ts';

interface Place {
  readonly to: string;
  readonly text: string;
  readonly icon: ComponentType<{ size?: number }>;
  /** Who does not have it is not shown the way. */
  readonly right?: Right;
  /** Who has it everywhere does the same elsewhere. */
  readonly instead?: Right;
  /** A phone shows these, and the others behind a button. */
  readonly isMain?: true;
}

export const places = [
  { to: '/', text: 'home', icon: IconHome, isMain: true },
  { to: '/people', text: 'people', icon: IconUsers, isMain: true },
  { to: '/studies', text: 'studies', icon: IconStack2, isMain: true },
  { to: '/add', text: 'add', icon: IconPlus, isMain: true },
  { to: '/shares', text: 'shares', icon: IconShare, right: 'share' },
  { to: '/jobs', text: 'jobs', icon: IconProgressCheck },
  { to: '/fetch', text: 'fetch', icon: IconCloudDownload, right: 'send', instead: 'administer' },
  { to: '/automation', text: 'automation', icon: IconBinaryTree, right: 'administer' },
  { to: '/trash', text: 'trash', icon: IconTrash, right: 'remove' },
  { to: '/admin', text: 'admin', icon: IconAdjustmentsCog, right: 'administer' },
] as const satisfies readonly Place[];

/** Those that somebody can do something at. */
export function usePlaces(): (typeof places)[number][] {
  const may = useMay();
  const mayEverywhere = useMayEverywhere();
  return places.filter((place) => {
    if ('instead' in place) return mayEverywhere(place.right) && !mayEverywhere(place.instead);
    return !('right' in place) || may(place.right);
  });
}
