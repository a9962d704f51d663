/** The pages of who administers the archive, in their order. */
import {
  IconAdjustments,
  IconBuildingHospital,
  IconFolders,
  IconHistory,
  IconKey,
  IconServer,
  IconShieldExclamation,
  IconUrgent,
  IconUser,
  IconUsersGroup,
} from '@tabler/icons-react';

export const adminPlaces = [
  { to: '/admin/status', text: 'status', icon: IconServer },
  { to: '/admin/quarantine', text: 'quarantine', icon: IconShieldExclamation },
  { to: '/admin/nodes', text: 'nodes', icon: IconBuildingHospital },
  { to: '/admin/accounts', text: 'accounts', icon: IconUser },
  { to: '/admin/groups', text: 'groups', icon: IconUsersGroup },
  { to: '/admin/collections', text: 'collections', icon: IconFolders },
  { to: '/admin/tokens', text: 'tokens', icon: IconKey },
  { to: '/admin/emergencies', text: 'emergencies', icon: IconUrgent },
  { to: '/admin/audit', text: 'audit', icon: IconHistory },
  { to: '/admin/settings', text: 'settings', icon: IconAdjustments },
] as const;
