/** The pages of the rail, in its order. With a right: for who has it. */
import { IconAdjustmentsCog, IconHome, IconPlus, IconStack2, IconUsers } from '@tabler/icons-react';
import { useMay } from '../api/rights.ts';

export const places = [
  { to: '/', text: 'home', icon: IconHome },
  { to: '/people', text: 'people', icon: IconUsers },
  { to: '/studies', text: 'studies', icon: IconStack2 },
  { to: '/add', text: 'add', icon: IconPlus },
  { to: '/admin', text: 'admin', icon: IconAdjustmentsCog, right: 'administer' },
] as const;

export type Place = (typeof places)[number];

/** Those for who looks. */
export function usePlaces(): readonly Place[] {
  const may = useMay();
  return places.filter((place) => !('right' in place) || may(place.right));
}
