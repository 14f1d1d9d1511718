import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CornerDownRight } from 'lucide-react';
import { useState } from 'react';
import { detailsQuery, historyWhere } from '@/api/migrations';
import { rebase, rebaseQuery, type Rebase } from '@/api/rewriting';
import type { Migration, MigrationHistory } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Select } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import { ProblemView } from '@/components/ui/problem';
import { useToast } from '@/components/ui/toast';
import { useTranslation } from '@/i18n';
import { changedLines } from '@/lib/lines';
import { ancestryOf, branchToMove, followersOf, parentsOf } from './history';

function Choices({ revisions }: { revisions: Migration[] }) {
  return revisions.map(({ revision, doc }) => (
    <option key={revision} value={revision}>
      {revision} {doc}
    </option>
  ));
}

/// The lines of the file that would change.
function FileChange({ plan }: { plan: Rebase }) {
  const { t } = useTranslation();
  const { data: details } = useQuery(detailsQuery(plan.revision));
  const lines = details?.source ? changedLines(details.source, plan.text) : [];
  return (
    <section aria-label={t('rebase.lines')} className="overflow-hidden rounded-md border">
      <h3 className="mono break-all border-b bg-panel px-3 py-1.5 text-2xs text-soft">{plan.path}</h3>
      <div className="mono overflow-x-auto py-1 text-xs leading-5">
        {lines.map((line) => (
          <div key={line.number}>
            <p className="whitespace-pre bg-broken/10 px-3">− {line.before}</p>
            <p className="whitespace-pre bg-applied/10 px-3">+ {line.after}</p>
          </div>
        ))}
      </div>
    </section>
  );
}

/// What a database that has the revision would then count as applied without having run it.
function skippedBy(plan: Rebase, all: Migration[]): string[] {
  const moved = all.find((each) => each.revision === plan.revision);
  if (!moved?.is_applied) return [];
  const before = ancestryOf(all, plan.to);
  return all.filter((each) => before.has(each.revision) && each.is_applied === false).map((each) => each.revision);
}

function Preview({ plan, all, skipped }: { plan: Rebase; all: Migration[]; skipped: string[] }) {
  const { t } = useTranslation();
  const followers = followersOf(all, plan.revision).size - 1;
  return (
    <div className="space-y-3" data-rebase={plan.to}>
      <div className="flex items-start gap-2">
        <CornerDownRight className="mt-0.5 h-4 w-4 shrink-0 text-current" aria-hidden />
        <div className="min-w-0 space-y-0.5">
          <p>{t('rebase.moves', { id: plan.revision, from: plan.from.join(', ') || t('details.base'), to: plan.to })}</p>
          {followers > 0 && <p className="text-xs text-soft">{t('rebase.followers', { n: followers })}</p>}
        </div>
      </div>
      <FileChange plan={plan} />
      {skipped.length > 0 ? (
        <Notice tone="broken" title={t('rebase.skips', { id: plan.revision, ids: skipped.join(', ') })}>
          {t('rebase.skipsWhy')}
        </Notice>
      ) : (
        <p className="text-xs text-soft">{t('rebase.elsewhere', { id: plan.revision })}</p>
      )}
    </div>
  );
}

interface RebaseDialogProps {
  history: MigrationHistory;
  /// The one that somebody has pointed at.
  chosen: string | null;
  onClose: () => void;
  onMoved: (revision: string) => void;
}

/// A revision, and all that come after it, behind another one.
export function RebaseDialog({ history, chosen, onClose, onMoved }: RebaseDialogProps) {
  const { t } = useTranslation();
  const { announce } = useToast();
  const client = useQueryClient();
  const all = history.migrations;
  const revisions = all.filter((each) => !each.is_missing);
  const [move, setMove] = useState(() => branchToMove(all, chosen));
  const { revision, onto } = move;
  const taken = followersOf(all, revision);
  const current = parentsOf(all.find((each) => each.revision === revision) ?? (all[0] as Migration));
  const possible = revisions.filter((each) => !taken.has(each.revision) && current.join() !== each.revision);
  const ready = possible.some((each) => each.revision === onto);
  const plan = useQuery({ ...rebaseQuery(revision, onto), enabled: ready });
  const skipped = ready && plan.data ? skippedBy(plan.data, all) : [];
  const write = useMutation({
    mutationFn: () => rebase({ revision, onto }),
    onSuccess: async () => {
      await historyWhere(client, (now) => now.migrations.some((each) => each.revision === revision && each.down_revision === onto));
      announce({ tone: 'good', title: t('rebase.done', { id: revision, onto }) });
      onMoved(revision);
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('rebase.title')}
      description={t('rebase.explain')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            look={skipped.length > 0 ? 'danger' : 'primary'}
            disabled={!ready || !plan.isSuccess || write.isPending}
            onClick={() => write.mutate()}
            data-act
          >
            <CornerDownRight aria-hidden />
            {ready ? t('rebase.act', { id: revision, onto }) : t('rebase.title')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {write.error && <ProblemView failure={write.error} />}
        <Field label={t('rebase.revision')}>
          {(attributes) => (
            <Select
              {...attributes}
              value={revision}
              onChange={(event) => setMove({ revision: event.target.value, onto: '' })}
              data-rebase-revision
            >
              <Choices revisions={revisions} />
            </Select>
          )}
        </Field>
        <Field label={t('rebase.onto')}>
          {(attributes) => (
            <Select
              {...attributes}
              value={ready ? onto : ''}
              onChange={(event) => setMove({ revision, onto: event.target.value })}
              data-rebase-onto
            >
              <option value="" disabled>
                {possible.length === 0 ? t('rebase.nowhere') : t('rebase.choose')}
              </option>
              <Choices revisions={possible} />
            </Select>
          )}
        </Field>
        {ready && plan.error && <ProblemView failure={plan.error} />}
        {ready && plan.data && <Preview plan={plan.data} all={all} skipped={skipped} />}
      </div>
    </Dialog>
  );
}
