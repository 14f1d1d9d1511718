import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban, DatabaseZap, History, Play, TreePine } from 'lucide-react';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { cancelQuery, explainSql, runQuerySql } from '@/api/database';
import { schemaQuery } from '@/api/schema';
import type { Explanation, QueryResult } from '@/api/types';
import { useCommands } from '@/app/commands';
import { useSession } from '@/app/session';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from '@/components/ui/menu';
import { documentOf, ProblemView } from '@/components/ui/problem';
import { ScreenHeader } from '@/components/ui/screen-header';
import { Empty, Loading } from '@/components/ui/states';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import { useToast } from '@/components/ui/toast';
import { useTranslation } from '@/i18n';
import { useHotkeys } from '@/lib/use-hotkeys';
import { useStored } from '@/lib/use-stored';
import { useUrl } from '@/lib/use-url';
import { faultIn } from './fault';
import { namesIn } from './names';
import { PlanView } from './PlanView';
import { ResultView } from './ResultView';
import { SavedQueries } from './SavedQueries';

const Editor = lazy(() => import('./Editor'));
const remembered = 30;
const rowLimit = 1_000;

type Answer = { kind: 'results'; results: QueryResult[] } | { kind: 'plan'; plan: Explanation };
type Wanted = { kind: 'run'; sql: string } | { kind: 'explain'; sql: string; analyze: boolean };

function useExecution(write: boolean, onRun: (sql: string) => void) {
  const client = useQueryClient();
  const { failed } = useToast();
  const id = useRef('');
  const execution = useMutation({
    mutationFn: async (wanted: Wanted): Promise<Answer> => {
      id.current = `page-${Date.now()}-${Math.random().toString(36).slice(2)}`;
      onRun(wanted.sql);
      if (wanted.kind === 'run')
        return {
          kind: 'results',
          results: await runQuerySql({ sql: wanted.sql, write, id: id.current, row_limit: rowLimit }),
        };
      const { sql, analyze } = wanted;
      return { kind: 'plan', plan: await explainSql({ sql, analyze, buffers: analyze, id: id.current }) };
    },
    onSuccess: (_, wanted) => {
      if (wanted.kind === 'run' && write) void client.invalidateQueries();
    },
  });
  return { execution, cancel: () => void cancelQuery(id.current).catch(failed) };
}

function Results({ results }: { results: QueryResult[] }) {
  const { t } = useTranslation();
  const [only] = results;
  if (results.length === 1 && only) return <ResultView result={only} />;
  return (
    <Tabs defaultValue="0" className="flex h-full min-h-0 flex-col">
      <TabList label={t('query.results')}>
        {results.map((result, index) => (
          <Tab key={index} value={String(index)}>
            {index + 1}. {result.command || t('query.rows', { n: result.rows.length })}
          </Tab>
        ))}
      </TabList>
      {results.map((result, index) => (
        <TabPanel key={index} value={String(index)} className="min-h-0 flex-1">
          <ResultView result={result} />
        </TabPanel>
      ))}
    </Tabs>
  );
}

export default function QueryScreen() {
  const { t } = useTranslation();
  const { can } = useSession();
  const { get, change } = useUrl();
  const { data: schema } = useQuery(schemaQuery);
  const names = useMemo(() => namesIn(schema), [schema]);
  const [past, setPast] = useStored<string[]>('queries', []);
  const [write, setWrite] = useState(false);
  const text = get('sql') ?? '';
  const setText = useCallback((next: string) => change({ sql: next }, 'replace'), [change]);
  const remember = (sql: string) => setPast([sql, ...past.filter((each) => each !== sql)].slice(0, remembered));
  const { execution, cancel } = useExecution(write, remember);
  const run = (sql: string) => sql.trim() !== '' && execution.mutate({ kind: 'run', sql });
  const explain = (sql: string, analyze: boolean) =>
    sql.trim() !== '' && execution.mutate({ kind: 'explain', sql, analyze });

  const problem = execution.error ? documentOf(execution.error) : null;
  const fault = problem && execution.variables ? faultIn(text, execution.variables.sql, problem.statement, problem.server?.position) : null;
  const [savedOpen, setSavedOpen] = useState(false);
  useHotkeys({ 'Mod+s': () => setSavedOpen(true) });
  useCommands([
    { id: 'saved', name: t('query.saved'), keys: 'Mod+S', run: () => setSavedOpen(true) },
    { id: 'run', name: t('query.runAll'), keys: 'Shift+Mod+Enter', run: () => run(text) },
    { id: 'explain', name: t('query.explain'), keys: 'F7', run: () => explain(text, false) },
    { id: 'analyze', name: t('query.analyze'), keys: 'Shift+F7', run: () => explain(text, true) },
  ]);

  return (
    <div className="flex h-full flex-col">
      <ScreenHeader title={t('nav.query')}>
        {can('operate') && (
          <Checkbox checked={write} onChange={setWrite}>
            {t('query.write')}
          </Checkbox>
        )}
        <SavedQueries text={text} open={savedOpen} onOpenChange={setSavedOpen} onChoose={setText} />
        <Menu>
          <MenuTrigger asChild>
            <IconButton label={t('query.history')}>
              <History />
            </IconButton>
          </MenuTrigger>
          <MenuContent align="end" className="max-h-96 w-[28rem] max-w-[90vw] overflow-auto">
            <MenuLabel>{past.length === 0 ? t('query.noHistory') : t('query.history')}</MenuLabel>
            {past.map((sql) => (
              <MenuItem key={sql} onSelect={() => setText(sql)}>
                <span className="mono truncate text-xs">{sql.replace(/\s+/g, ' ')}</span>
              </MenuItem>
            ))}
          </MenuContent>
        </Menu>
        <Button size="sm" onClick={() => explain(text, false)} disabled={execution.isPending}>
          <TreePine aria-hidden />
          {t('query.explain')}
        </Button>
        {execution.isPending ? (
          <Button size="sm" onClick={cancel}>
            <Ban aria-hidden />
            {t('common.cancel')}
          </Button>
        ) : (
          <Button size="sm" look="primary" onClick={() => run(text)} data-run-query>
            <Play aria-hidden />
            {t('query.run')}
          </Button>
        )}
      </ScreenHeader>
      <div className="h-[38%] min-h-32 shrink-0 resize-y overflow-hidden border-b">
        <Suspense fallback={<Loading />}>
          <Editor
            text={text}
            names={names}
            label={t('query.editor')}
            hint="SELECT …"
            actions={{ run, explain }}
            fault={fault}
            onChange={setText}
          />
        </Suspense>
      </div>
      <div className="min-h-0 flex-1">
        {execution.isPending && <Loading />}
        {execution.error && <ProblemView failure={execution.error} className="m-4" />}
        {execution.isIdle && <Empty icon={<DatabaseZap />} title={t('query.idle')} hint={t('query.idleHint')} />}
        {execution.data?.kind === 'results' && <Results results={execution.data.results} />}
        {execution.data?.kind === 'plan' && <PlanView explanation={execution.data.plan} />}
      </div>
    </div>
  );
}
