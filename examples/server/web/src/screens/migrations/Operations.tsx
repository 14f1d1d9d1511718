import type { Direction } from '@/api/types';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { chipOf, type OperationSign } from './operations';

const colours: Record<OperationSign, string> = {
  '+': 'text-applied',
  '−': 'text-broken',
  '~': 'text-pending',
};

export function Operations({ direction }: { direction: Direction }) {
  const { t } = useTranslation();
  if (direction.operations.length === 0) return <p className="text-soft">{t('details.noOperations')}</p>;
  return (
    <ul className="flex flex-wrap gap-1.5">
      {direction.operations.map((operation, index) => {
        const { sign, noun, name } = chipOf(operation);
        return (
          <li
            key={index}
            className="inline-flex max-w-full items-center gap-1.5 rounded border bg-raised px-1.5 py-0.5 text-xs"
          >
            <span className={cn('mono font-semibold', colours[sign])} aria-hidden>
              {sign}
            </span>
            <span className="text-soft">{noun}</span>
            {name && <span className="mono truncate">{name}</span>}
          </li>
        );
      })}
    </ul>
  );
}
