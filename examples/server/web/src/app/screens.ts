import {
  Boxes,
  DatabaseZap,
  GitBranch,
  LayoutDashboard,
  ListChecks,
  Share2,
  Table2,
  type LucideIcon,
} from 'lucide-react';
import type { TextKey } from '@/i18n';

export interface Screen {
  path: string;
  name: TextKey;
  icon: LucideIcon;
  keys: string;
}

/// In the order of the sidebar. Paths have one segment each: see lib/base.ts.
export const screens: Screen[] = [
  { path: 'migrations', name: 'nav.migrations', icon: GitBranch, keys: 'g m' },
  { path: 'data', name: 'nav.data', icon: Table2, keys: 'g d' },
  { path: 'schema', name: 'nav.schema', icon: Share2, keys: 'g s' },
  { path: 'models', name: 'nav.models', icon: Boxes, keys: 'g o' },
  { path: 'query', name: 'nav.query', icon: DatabaseZap, keys: 'g q' },
  { path: 'runs', name: 'nav.runs', icon: ListChecks, keys: 'g r' },
  { path: 'overview', name: 'nav.dashboard', icon: LayoutDashboard, keys: 'g v' },
];
