/** The pages of the rail, in its order. */
import { IconHome, IconPlus, IconStack2, IconUsers } from '@tabler/icons-react';

export const places = [
  { to: '/', text: 'home', icon: IconHome },
  { to: '/people', text: 'people', icon: IconUsers },
  { to: '/studies', text: 'studies', icon: IconStack2 },
  { to: '/add', text: 'add', icon: IconPlus },
] as const;
