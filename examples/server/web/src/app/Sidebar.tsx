import { useQuery } from '@tanstack/react-query';
import { LogOut, PanelLeftClose, PanelLeftOpen, Search, UserRound } from 'lucide-react';
import { Link, useLocation } from 'react-router-dom';
import { connectionQuery } from '@/api/database';
import { historyQuery } from '@/api/migrations';
import { IconButton } from '@/components/ui/icon-button';
import { Keys } from '@/components/ui/keys';
import { Tip } from '@/components/ui/tooltip';
import { useTranslation, type TextKey } from '@/i18n';
import { cn } from '@/lib/cn';
import { databaseName } from '@/lib/database-name';
import { useStored } from '@/lib/use-stored';
import { Mark } from './Mark';
import { Preferences } from './Preferences';
import type { Screen } from './screens';
import { useScreens, useSession } from './session';

function usePending(): number {
  const { data } = useQuery(historyQuery);
  return data?.migrations.filter((each) => each.is_applied === false && !each.is_missing).length ?? 0;
}

function ScreenLink({ screen, narrow }: { screen: Screen; narrow: boolean }) {
  const { t } = useTranslation();
  const pending = usePending();
  const Icon = screen.icon;
  const count = screen.path === 'migrations' && pending > 0 ? pending : null;
  // No NavLink: the tip around it wants its classes as text.
  const active = useLocation().pathname === `/${screen.path}`;
  const link = (
    <Link
      to={`/${screen.path}`}
      aria-label={narrow ? t(screen.name) : undefined}
      aria-current={active ? 'page' : undefined}
      className={cn(
        'relative flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-soft hover:bg-hover hover:text-ink',
        active && 'bg-hover text-ink [&>svg]:text-accent-text',
      )}
    >
      <Icon className="h-4 w-4 shrink-0" aria-hidden />
      {!narrow && <span className="truncate">{t(screen.name)}</span>}
      {count !== null &&
        (narrow ? (
          <span className="absolute right-1 top-1 h-1.5 w-1.5 rounded-full bg-pending" />
        ) : (
          <span className="ml-auto rounded bg-pending/10 px-1.5 text-2xs font-semibold text-pending">
            <span aria-hidden>{count}</span>
            <span className="sr-only">{t('nav.pending', { n: count })}</span>
          </span>
        ))}
    </Link>
  );
  return narrow ? (
    <Tip text={t(screen.name)} keys={screen.keys}>
      {link}
    </Tip>
  ) : (
    link
  );
}

function DatabaseState({ narrow }: { narrow: boolean }) {
  const { data } = useQuery(connectionQuery);
  if (!data) return <div className="h-10" />;
  const name = databaseName(data.url);
  const text = data.error ? data.error.message : `PostgreSQL ${data.server_version ?? ''}`;
  return (
    <Tip text={<span className="break-all">{data.url ?? text}</span>}>
      <div tabIndex={0} className="flex items-center gap-2.5 rounded-md px-2 py-1.5" role="status" aria-label={`${name}: ${text}`}>
        <span className={cn('h-2 w-2 shrink-0 rounded-full', data.error ? 'bg-broken' : 'bg-applied')} />
        {!narrow && (
          <span className="min-w-0">
            <span className="block truncate text-xs font-medium">{name}</span>
            <span className="block truncate text-2xs text-faint">{text}</span>
          </span>
        )}
      </div>
    </Tip>
  );
}

function Visitor({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation();
  const { session, leave } = useSession();
  if (!session || (session.user === null && !session.read_only)) return null;
  const role = t(`role.${session.role}` as TextKey);
  return (
    <div className={cn('flex items-center gap-1', narrow && 'flex-col')}>
      <Tip text={`${session.user ?? t('role.nobody')} · ${role}${session.read_only ? ` · ${t('role.readOnly')}` : ''}`}>
        <div tabIndex={0} className="flex min-w-0 flex-1 items-center gap-2.5 rounded-md px-2 py-1" data-visitor={session.role}>
          <UserRound className="h-4 w-4 shrink-0 text-faint" aria-hidden />
          {!narrow && (
            <span className="min-w-0">
              <span className="block truncate text-xs font-medium">{session.user ?? t('role.nobody')}</span>
              <span className="block truncate text-2xs text-faint">{session.read_only ? t('role.readOnly') : role}</span>
            </span>
          )}
        </div>
      </Tip>
      {session.user !== null && (
        <IconButton label={t('login.leave')} onClick={() => void leave()}>
          <LogOut />
        </IconButton>
      )}
    </div>
  );
}

export function Sidebar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
  const screens = useScreens();
  const [chosen, setNarrow] = useStored<boolean | null>('sidebar.narrow', null);
  const narrow = chosen ?? window.innerWidth < 1100;
  return (
    <aside className={cn('flex shrink-0 flex-col border-r bg-panel', narrow ? 'w-[3.25rem]' : 'w-52')}>
      <div className="flex h-12 items-center gap-2.5 px-3.5">
        <Mark />
        {!narrow && <span className="font-semibold tracking-tight">alembicore</span>}
      </div>
      <div className="px-2 pb-2">
        <button
          type="button"
          onClick={onSearch}
          aria-label={narrow ? t('palette.open') : undefined}
          className="flex h-8 w-full items-center gap-2.5 rounded-md border bg-canvas px-2 text-xs text-faint hover:border-edge hover:text-soft"
        >
          <Search className="h-3.5 w-3.5 shrink-0" aria-hidden />
          {!narrow && (
            <>
              <span className="truncate">{t('common.search')}</span>
              <span className="ml-auto">
                <Keys of="Mod+K" />
              </span>
            </>
          )}
        </button>
      </div>
      <nav aria-label={t('nav.label')} className="flex flex-col gap-0.5 px-2">
        {screens.map((screen) => (
          <ScreenLink key={screen.path} screen={screen} narrow={narrow} />
        ))}
      </nav>
      <div className="mt-auto space-y-1 px-2 pb-2">
        <DatabaseState narrow={narrow} />
        <Visitor narrow={narrow} />
        <div className={cn('flex border-t pt-2', narrow ? 'flex-col items-center' : 'items-center justify-between')}>
          <Preferences />
          <IconButton label={narrow ? t('nav.expand') : t('nav.collapse')} onClick={() => setNarrow(!narrow)}>
            {narrow ? <PanelLeftOpen /> : <PanelLeftClose />}
          </IconButton>
        </div>
      </div>
    </aside>
  );
}
