import { useQuery } from '@tanstack/react-query';
import { ArrowDownToLine, CircleCheck, CornerDownRight, Database, Ellipsis, FoldVertical, GitBranch, GitMerge, Plus, Undo2 } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useRef } from 'react';
import { historyQuery } from '@/api/migrations';
import type { MigrationHistory, Run, RunDirection } from '@/api/types';
import { useCommands, type Command } from '@/app/commands';
import { useSession } from '@/app/session';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import { ProblemView } from '@/components/ui/problem';
import { ScreenHeader } from '@/components/ui/screen-header';
import { Empty, Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { useHotkeys } from '@/lib/use-hotkeys';
import { useUrl } from '@/lib/use-url';
import { Banners } from './Banners';
import { BaselineDialog } from './BaselineDialog';
import { DetailsPanel, detailTabs, type DetailTab } from './DetailsPanel';
import { branchesOf, showHistory, stateOf } from './history';
import { HistoryList, type HistoryListHandle } from './HistoryList';
import { MergeDialog } from './MergeDialog';
import { NewRevisionDialog } from './NewRevisionDialog';
import { RebaseDialog } from './RebaseDialog';
import { ResumeDialog } from './ResumeDialog';
import { RunDialog } from './RunDialog';
import { RunDock } from './RunDock';
import { SquashDialog } from './SquashDialog';
import { StampDialog } from './StampDialog';
import { Toolbar } from './Toolbar';
import { useWeighed } from './use-weighed';

const runDirections: readonly string[] = ['upgrade', 'downgrade', 'stamp'];

function useView() {
  const { get, change } = useUrl();
  const tab = get('tab') as DetailTab | null;
  return {
    change,
    text: get('q') ?? '',
    branch: get('branch') ?? '',
    pendingOnly: get('pending') === '1',
    fold: get('fold') !== '0',
    unfolded: get('unfolded') ?? '',
    revision: get('rev'),
    tab: tab && detailTabs.includes(tab) ? tab : 'overview',
    run: get('run'),
    dialog: get('do'),
    heads: get('heads')?.split(',') ?? null,
    target: get('to'),
    moved: get('move'),
  };
}

type View = ReturnType<typeof useView>;

function counts(history: MigrationHistory) {
  const files = history.migrations.filter((each) => !each.is_missing);
  const applied = files.filter((each) => each.is_applied).length;
  return { n: files.length, applied, pending: files.length - applied, known: history.current !== null };
}

function useActions(view: View, history: MigrationHistory) {
  const { change } = view;
  return useMemo(() => {
    const run = (direction: RunDirection, target: string) => change({ do: direction, to: target });
    const selected = history.migrations.find((each) => each.revision === view.revision);
    const state = selected && stateOf(selected);
    return {
      run,
      applyAll: () => run('upgrade', history.heads.length > 1 ? 'heads' : 'head'),
      applySelected: state === 'pending' ? () => run('upgrade', selected?.revision ?? 'head') : null,
      rollbackSelected: state === 'applied' ? () => run('downgrade', selected?.revision ?? '-1') : null,
      create: () => change({ do: 'new' }),
      merge: () => change({ do: 'merge' }),
      mergeThese: (heads: string[]) => change({ do: 'merge', heads: heads.join(',') }),
      stamp: () => change({ do: 'choose-stamp' }),
      resume: () => change({ do: 'resume' }),
      baseline: () => change({ do: 'baseline' }),
      squash: () => change({ do: 'squash' }),
      rebase: () => change({ do: 'rebase', move: null }),
      rebaseThis: (revision: string) => change({ do: 'rebase', move: revision }),
      close: () => change({ do: null, to: null, heads: null, move: null }),
    };
  }, [change, history, view.revision]);
}

type Actions = ReturnType<typeof useActions>;

function Header({ history, actions }: { history: MigrationHistory; actions: Actions }) {
  const { t } = useTranslation();
  const { can } = useSession();
  const count = counts(history);
  const summary = count.known ? t('migrations.summary', { n: count.n, applied: count.applied, pending: count.pending }) : t('migrations.summaryUnknown', { n: count.n });
  return (
    <ScreenHeader title={t('migrations.title')} summary={summary}>
      {can('operate') && <Changes history={history} actions={actions} />}
      {count.known && count.pending > 0 && can('operate') && (
        <Button look="primary" size="sm" onClick={actions.applyAll} data-apply-all>
          <ArrowDownToLine aria-hidden />
          {t('migrations.applyAll', { n: count.pending })}
        </Button>
      )}
      {count.known && count.pending === 0 && count.n > 0 && (
        <span className="flex items-center gap-1.5 text-xs font-medium text-applied">
          <CircleCheck className="h-3.5 w-3.5" aria-hidden />
          {t('migrations.upToDate')}
        </span>
      )}
    </ScreenHeader>
  );
}

/// All but what is most often wanted.
function Changes({ history, actions }: { history: MigrationHistory; actions: Actions }) {
  const { t } = useTranslation();
  const count = counts(history);
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <IconButton label={t('common.more')}>
            <Ellipsis />
          </IconButton>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem disabled={history.heads.length < 2} onSelect={actions.merge}>
            <GitMerge aria-hidden />
            {t('migrations.merge')}
          </MenuItem>
          <MenuItem onSelect={actions.stamp}>{t('migrations.stamp')}…</MenuItem>
          {count.n === 0 ? (
            <MenuItem disabled={!count.known} onSelect={actions.baseline}>
              <Database aria-hidden />
              {t('migrations.baseline')}…
            </MenuItem>
          ) : (
            <>
              <MenuItem disabled={count.n < 2} onSelect={actions.rebase}>
                <CornerDownRight aria-hidden />
                {t('migrations.rebase')}…
              </MenuItem>
              <MenuItem disabled={count.n < 2 || !count.known} onSelect={actions.squash}>
                <FoldVertical aria-hidden />
                {t('migrations.squash')}…
              </MenuItem>
            </>
          )}
          <MenuSeparator />
          <MenuItem disabled={count.applied === 0} onSelect={() => actions.run('downgrade', 'base')} className="text-broken">
            <Undo2 aria-hidden />
            {t('migrations.rollbackBase')}…
          </MenuItem>
        </MenuContent>
      </Menu>
      <Button size="sm" onClick={actions.create}>
        <Plus aria-hidden />
        {t('migrations.new')}
      </Button>
    </>
  );
}

function Dialogs({ view, history, actions }: { view: View; history: MigrationHistory; actions: Actions }) {
  const { change, dialog, target } = view;
  const created = (revision: string) => change({ do: null, to: null, heads: null, move: null, rev: revision });
  const started = (run: Run) => change({ do: null, to: null, run: run.id });
  if (dialog === 'new') return <NewRevisionDialog history={history} onClose={actions.close} onCreated={created} />;
  if (dialog === 'merge') return <MergeDialog history={history} chosen={view.heads} onClose={actions.close} onCreated={created} />;
  if (dialog === 'choose-stamp')
    return <StampDialog history={history} onClose={actions.close} onChoose={(revision) => actions.run('stamp', revision)} />;
  if (dialog === 'resume') return <ResumeDialog onClose={actions.close} onStarted={started} />;
  if (dialog === 'baseline') return <BaselineDialog onClose={actions.close} onStarted={started} />;
  if (dialog === 'rebase' && history.migrations.length > 0)
    return <RebaseDialog history={history} chosen={view.moved} onClose={actions.close} onMoved={created} />;
  if (dialog === 'squash') return <SquashDialog history={history} onClose={actions.close} onStarted={started} />;
  if (dialog !== null && target !== null && runDirections.includes(dialog))
    return (
      <RunDialog
        direction={dialog as RunDirection}
        target={target}
        onClose={actions.close}
        onStarted={started}
      />
    );
  return null;
}

function History({ view, history: read }: { view: View; history: MigrationHistory }) {
  const { t } = useTranslation();
  const history = useWeighed(read);
  const { can } = useSession();
  const operates = can('operate');
  const list = useRef<HistoryListHandle>(null);
  const actions = useActions(view, history);
  const { change, text, branch, pendingOnly, fold, unfolded, revision } = view;
  const wanted = useDeferredValue(text);
  const shown = useMemo(
    () =>
      showHistory(history.migrations, {
        text: wanted,
        branch,
        pendingOnly,
        fold,
        unfolded: new Set(unfolded.split(',')),
        selected: revision,
      }),
    [history.migrations, wanted, branch, pendingOnly, fold, unfolded, revision],
  );
  const branches = useMemo(() => branchesOf(history.migrations), [history.migrations]);

  const select = useCallback((id: string) => change({ rev: id }, 'replace'), [change]);
  const unfold = useCallback(
    (id: string) => change({ unfolded: unfolded === '' ? id : `${unfolded},${id}` }),
    [change, unfolded],
  );
  const jump = () => {
    const at = shown.items.findIndex((item) => item.kind === 'revision' && item.migration.is_current);
    if (at >= 0) list.current?.show(at);
    const item = shown.items[at];
    if (item) select(item.id);
  };
  const moveTo = (next: (now: number) => number) => {
    const revisions = shown.items.filter((item) => item.kind === 'revision');
    const now = revisions.findIndex((item) => item.id === revision);
    const item = revisions[Math.min(Math.max(next(now), 0), revisions.length - 1)];
    if (item) select(item.id);
  };

  useHotkeys({
    ArrowDown: () => moveTo((now) => now + 1),
    ArrowUp: () => moveTo((now) => now - 1),
    PageDown: () => moveTo((now) => now + 20),
    PageUp: () => moveTo((now) => now - 20),
    Home: () => moveTo(() => 0),
    End: () => moveTo(() => Infinity),
    c: jump,
    ...(operates && {
      n: actions.create,
      a: () => (actions.applySelected ?? actions.applyAll)(),
      r: () => actions.rollbackSelected?.(),
    }),
    Escape: () => change({ rev: null, tab: null }, 'replace'),
    ...Object.fromEntries(detailTabs.map((tab, index) => [String(index + 1), () => change({ tab }, 'replace')])),
  });

  const commands: Command[] = [{ id: 'jump', name: t('migrations.jump'), keys: 'c', run: jump }];
  if (operates)
    commands.unshift(
      { id: 'apply', name: t('migrations.applyAll', { n: counts(history).pending }), keys: 'a', run: actions.applyAll },
      { id: 'new', name: t('migrations.new'), keys: 'n', run: actions.create },
      { id: 'stamp', name: t('migrations.stamp'), run: actions.stamp },
      { id: 'base', name: t('migrations.rollbackBase'), run: () => actions.run('downgrade', 'base') },
    );
  if (operates && history.current !== null)
    commands.push(
      history.migrations.length === 0
        ? { id: 'baseline', name: t('migrations.baseline'), run: actions.baseline }
        : { id: 'squash', name: t('migrations.squash'), run: actions.squash },
    );
  if (operates && history.migrations.length > 1) commands.push({ id: 'rebase', name: t('migrations.rebase'), run: actions.rebase });
  if (operates && history.heads.length > 1) commands.push({ id: 'merge', name: t('migrations.merge'), run: actions.merge });
  useCommands(commands);

  return (
    <div className="flex h-full flex-col">
      <Header history={history} actions={actions} />
      <Banners
        history={history}
        followed={view.run}
        onFollow={(run) => change({ run })}
        onMerge={actions.merge}
        onRebase={actions.rebase}
        onStamp={actions.stamp}
        onResume={actions.resume}
      />
      {history.migrations.length === 0 ? (
        <Empty icon={<GitBranch />} title={t('migrations.empty')} hint={t('migrations.emptyHint')}>
          {operates && (
            <>
              <Button look="primary" onClick={actions.create}>
                {t('migrations.new')}
              </Button>
              {history.current !== null && (
                <Button onClick={actions.baseline} data-baseline>
                  <Database aria-hidden />
                  {t('migrations.baseline')}…
                </Button>
              )}
            </>
          )}
        </Empty>
      ) : (
        <div className="flex min-h-0 flex-1">
          <div className="flex min-w-0 flex-1 flex-col">
            <Toolbar
              text={text}
              branch={branch}
              pendingOnly={pendingOnly}
              fold={fold}
              branches={branches}
              remarks={history.problems.filter((problem) => problem.severity === 'info')}
              onChange={(changes) => change(changes, 'replace')}
              onJump={jump}
            />
            {shown.items.length === 0 ? (
              <Empty title={t('common.nothingFound', { text: text || branch })}>
                <Button onClick={() => change({ q: null, branch: null, pending: null })}>{t('common.clear')}</Button>
              </Empty>
            ) : (
              <HistoryList
                ref={list}
                all={history.migrations}
                history={shown}
                selected={revision}
                onSelect={select}
                onUnfold={unfold}
                onMerge={operates && history.heads.length > 1 ? actions.mergeThese : null}
              />
            )}
          </div>
          {revision && (
            <DetailsPanel
              revision={revision}
              lint={history.migrations.find((each) => each.revision === revision)?.lint ?? null}
              tab={view.tab}
              onTab={(tab) => change({ tab }, 'replace')}
              onSelect={select}
              onClose={() => change({ rev: null, tab: null })}
              onRun={actions.run}
              onRebase={actions.rebaseThis}
            />
          )}
        </div>
      )}
      {view.run && <RunDock id={view.run} onClose={() => change({ run: null })} />}
      {operates && <Dialogs view={view} history={history} actions={actions} />}
    </div>
  );
}

export default function MigrationsScreen() {
  const { t } = useTranslation();
  const view = useView();
  const { data: history, error, refetch } = useQuery(historyQuery);
  if (history) return <History view={view} history={history} />;
  if (!error) return <Loading />;
  return (
    <div className="mx-auto max-w-3xl space-y-3 p-8">
      <h1 className="text-lg font-semibold">{t('banner.project')}</h1>
      <ProblemView failure={error} actions={<Button onClick={() => void refetch()}>{t('common.retry')}</Button>} />
    </div>
  );
}
