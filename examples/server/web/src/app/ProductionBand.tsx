import { TriangleAlert } from 'lucide-react';
import { useTranslation } from '@/i18n';
import { useDatabaseName } from '@/lib/use-database-name';
import { useSession } from './session';

/// Above every screen of a database that is marked, so that nobody takes it for another one.
export function ProductionBand() {
  const { t } = useTranslation();
  const { session } = useSession();
  const database = useDatabaseName();
  if (!session?.production) return null;
  return (
    <header
      data-production
      className="flex h-7 shrink-0 items-center gap-2 border-b border-broken/40 bg-broken/10 px-3.5 text-xs text-broken"
    >
      <TriangleAlert className="h-3.5 w-3.5 shrink-0" aria-hidden />
      <strong className="shrink-0 font-semibold uppercase tracking-wide">{t('production.mark')}</strong>
      <span className="mono truncate">{database}</span>
      <span className="ml-auto hidden truncate text-soft sm:block">{t('production.note')}</span>
    </header>
  );
}
