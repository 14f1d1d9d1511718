import { Suspense, useState } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router-dom';
import { Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { useHotkeys, type Hotkeys } from '@/lib/use-hotkeys';
import { CommandPalette } from './CommandPalette';
import { ErrorBoundary } from './ErrorBoundary';
import { ProductionBand } from './ProductionBand';
import { useScreens } from './session';
import { ShortcutSheet } from './ShortcutSheet';
import { Sidebar } from './Sidebar';

function focusSearch() {
  document.querySelector<HTMLInputElement>('main input[data-search]')?.focus();
}

export function Shell() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  const close = () => setOpen(null);
  const screens = useScreens();

  const keys: Hotkeys = {
    'Mod+k': () => setOpen('palette'),
    '?': () => setOpen('shortcuts'),
    '/': focusSearch,
  };
  for (const screen of screens) keys[screen.keys] = () => navigate(`/${screen.path}`);
  useHotkeys(keys);

  return (
    <div className="flex h-full flex-col">
      <a
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('content')?.focus();
        }}
        className="sr-only focus:not-sr-only focus:absolute focus:left-2 focus:top-2 focus:z-50 focus:rounded-md focus:bg-accent focus:px-3 focus:py-1.5 focus:text-accent-ink"
      >
        {t('app.skip')}
      </a>
      <ProductionBand />
      <div className="flex min-h-0 flex-1">
        <Sidebar onSearch={() => setOpen('palette')} />
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 focus:outline-none">
          <ErrorBoundary key={pathname}>
            <Suspense fallback={<Loading />}>
              <Outlet />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <CommandPalette open={open === 'palette'} onClose={close} />
      <ShortcutSheet open={open === 'shortcuts'} onClose={close} />
    </div>
  );
}
