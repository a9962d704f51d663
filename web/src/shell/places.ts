/** The pages of the rail, in its order. */
import { IconHome, IconStack2, IconUsers } from '@tabler/icons-react';

export const places = [
  { to: '/', text: 'home', icon: IconHome },
  { to: '/people', text: 'people', icon: IconUsers },
  { to: '/studies', text: 'studies', icon: IconStack2 },
] as const;
