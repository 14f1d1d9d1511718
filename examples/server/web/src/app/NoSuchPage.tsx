import { Compass } from 'lucide-react';
import { Link, useLocation, useSearchParams } from 'react-router-dom';
import { Empty } from '@/components/ui/states';
import { useTranslation } from '@/i18n';

/// What was asked for lies in `asked` where the server has led here from a deeper path.
export function NoSuchPage() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [parameters] = useSearchParams();
  const asked = parameters.get('asked') ?? pathname.replace(/^\//, '');
  return (
    <Empty icon={<Compass />} title={t('app.noSuchPage')} hint={<span className="mono break-all text-xs">/{asked}</span>}>
      <Link to="/migrations" className="rounded text-accent-text hover:underline">
        {t('app.toMigrations')}
      </Link>
    </Empty>
  );
}
