import {
  Archive,
  Boxes,
  DatabaseZap,
  GitBranch,
  GitCompareArrows,
  LayoutDashboard,
  ListChecks,
  ScrollText,
  Share2,
  Table2,
  type LucideIcon,
} from 'lucide-react';
import type { Ability } from '@/api/types';
import type { TextKey } from '@/i18n';

export interface Screen {
  path: string;
  name: TextKey;
  icon: LucideIcon;
  keys: string;
  /// Absent: whoever may look.
  needs?: Ability;
}

/// In the order of the sidebar. Paths have one segment each: see lib/base.ts.
export const screens: Screen[] = [
  { path: 'migrations', name: 'nav.migrations', icon: GitBranch, keys: 'g m' },
  { path: 'data', name: 'nav.data', icon: Table2, keys: 'g d' },
  { path: 'schema', name: 'nav.schema', icon: Share2, keys: 'g s' },
  { path: 'models', name: 'nav.models', icon: Boxes, keys: 'g o' },
  { path: 'drift', name: 'nav.drift', icon: GitCompareArrows, keys: 'g f' },
  { path: 'query', name: 'nav.query', icon: DatabaseZap, keys: 'g q', needs: 'edit' },
  { path: 'runs', name: 'nav.runs', icon: ListChecks, keys: 'g r' },
  { path: 'backups', name: 'nav.backups', icon: Archive, keys: 'g b' },
  { path: 'journal', name: 'nav.journal', icon: ScrollText, keys: 'g j' },
  { path: 'overview', name: 'nav.dashboard', icon: LayoutDashboard, keys: 'g v' },
];
