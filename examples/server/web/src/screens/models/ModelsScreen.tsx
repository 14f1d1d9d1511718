import { useQuery } from '@tanstack/react-query';
import { Boxes } from 'lucide-react';
import { useState } from 'react';
import { modelDifferencesQuery, modelsQuery } from '@/api/schema';
import type { ModelClass } from '@/api/types';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ProblemView } from '@/components/ui/problem';
import { ScreenHeader } from '@/components/ui/screen-header';
import { SearchInput } from '@/components/ui/search-input';
import { Empty, Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { useUrl } from '@/lib/use-url';
import { differencesOf } from './differences';
import { Differences } from './Differences';
import { ModelPage } from './ModelPage';

interface ClassListProps {
  models: ModelClass[];
  counts: (model: ModelClass) => number;
  chosen: string | null;
  onChoose: (name: string) => void;
}

function ClassList({ models, counts, chosen, onChoose }: ClassListProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const shown = models.filter((each) => `${each.name} ${each.table.name}`.toLowerCase().includes(text.toLowerCase()));
  return (
    <div className="flex w-64 shrink-0 flex-col border-r">
      <div className="flex h-11 items-center border-b px-3">
        <SearchInput value={text} onChange={setText} label={t('models.search')} className="w-full" />
      </div>
      <ul aria-label={t('nav.models')} className="min-h-0 flex-1 overflow-auto p-1.5">
        {shown.map((model) => {
          const count = counts(model);
          return (
            <li key={`${model.module}.${model.name}`}>
              <button
                type="button"
                aria-current={model.name === chosen}
                onClick={() => onChoose(model.name)}
                className={cn(
                  'flex h-7 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover',
                  model.name === chosen && 'bg-selected hover:bg-selected',
                )}
              >
                <span className="truncate font-medium">{model.name}</span>
                <span className="mono min-w-0 truncate text-2xs text-faint">{model.table.name}</span>
                {count > 0 && (
                  <Badge tone="pending" className="ml-auto">
                    {count}
                  </Badge>
                )}
              </button>
            </li>
          );
        })}
        {shown.length === 0 && <li className="px-2 py-6 text-center text-xs text-soft">{t('common.nothingFound', { text })}</li>}
      </ul>
    </div>
  );
}

export default function ModelsScreen() {
  const { t } = useTranslation();
  const { get, change } = useUrl();
  const { data: models, error } = useQuery(modelsQuery);
  const against = useQuery(modelDifferencesQuery);
  const chosen = get('model');
  const model = models?.models.find((each) => each.name === chosen);
  const table = model && models?.tables.find((each) => each.name.name === model.table.name && each.name.schema === model.table.schema);
  const differences = against.data?.differences ?? [];
  const summary =
    against.data && (differences.length === 0 ? t('models.same') : t('models.differ', { n: differences.length }));
  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={t('nav.models')} summary={summary}>
        {chosen && (
          <Button size="sm" onClick={() => change({ model: null })}>
            {t('models.allDifferences')}
          </Button>
        )}
      </ScreenHeader>
      {error && <ProblemView failure={error} className="m-5" />}
      {!models && !error && <Loading />}
      {models?.models.length === 0 && <Empty icon={<Boxes />} title={t('models.empty')} hint={t('models.emptyHint')} />}
      {models && models.models.length > 0 && (
        <div className="flex min-h-0 flex-1">
          <ClassList
            models={models.models}
            counts={(each) => differencesOf(differences, each.table).length}
            chosen={chosen}
            onChoose={(name) => change({ model: name })}
          />
          <div tabIndex={0} role="region" aria-label={chosen ?? t('models.differences')} className="min-w-0 flex-1 overflow-auto p-5 outline-offset-[-2px]">
            {model && table ? (
              <ModelPage
                model={model}
                table={table}
                differences={differencesOf(differences, model.table)}
                onOpen={(name) => change({ model: name })}
              />
            ) : (
              <Differences differences={differences} pending={against.isPending} failure={against.error} />
            )}
          </div>
        </div>
      )}
    </div>
  );
}
