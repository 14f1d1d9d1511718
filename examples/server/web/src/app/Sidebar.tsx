import { useQuery } from '@tanstack/react-query';
import { Languages, MoonStar, PanelLeftClose, PanelLeftOpen, Search, SunMedium } from 'lucide-react';
import { Link, useLocation } from 'react-router-dom';
import { connectionQuery } from '@/api/database';
import { historyQuery } from '@/api/migrations';
import { IconButton } from '@/components/ui/icon-button';
import { Keys } from '@/components/ui/keys';
import { Menu, MenuContent, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import { Tip } from '@/components/ui/tooltip';
import { useTranslation, type Language } from '@/i18n';
import { cn } from '@/lib/cn';
import { databaseName } from '@/lib/database-name';
import { useStored } from '@/lib/use-stored';
import { screens, type Screen } from './screens';
import { useTheme, type Theme } from './theme';

function Mark() {
  return (
    <svg viewBox="0 0 24 24" className="h-5 w-5 shrink-0 text-accent-text" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden>
      <path d="M7 7v5a5 5 0 0 0 5 5h4M7 12v5" />
      <circle cx="7" cy="4.5" r="2.2" fill="currentColor" />
      <circle cx="7" cy="19.5" r="2.2" />
      <circle cx="18" cy="17" r="2.2" fill="currentColor" />
    </svg>
  );
}

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

function Preferences() {
  const { t, language, setLanguage } = useTranslation();
  const { theme, shown, setTheme } = useTheme();
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={t('settings.open')}>{shown === 'dark' ? <MoonStar /> : <SunMedium />}</IconButton>
      </MenuTrigger>
      <MenuContent align="start" side="top">
        <MenuLabel>{t('theme.label')}</MenuLabel>
        <MenuRadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
          <MenuRadioItem value="dark">{t('theme.dark')}</MenuRadioItem>
          <MenuRadioItem value="light">{t('theme.light')}</MenuRadioItem>
          <MenuRadioItem value="system">{t('theme.system')}</MenuRadioItem>
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuLabel>
          <Languages className="mr-1 inline h-3 w-3" aria-hidden />
          {t('language.label')}
        </MenuLabel>
        <MenuRadioGroup value={language} onValueChange={(value) => setLanguage(value as Language)}>
          <MenuRadioItem value="en">English</MenuRadioItem>
          <MenuRadioItem value="ru">Русский</MenuRadioItem>
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}

export function Sidebar({ onSearch }: { onSearch: () => void }) {
  const { t } = useTranslation();
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
