// Writing what was edited, and keeping it from being lost.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useBlocker } from 'react-router-dom';
import { applyEdits, type TableAddress } from '@/api/tables';
import type { Conflict } from '@/api/types';
import { documentOf } from '@/components/ui/problem';
import { useToast } from '@/components/ui/toast';
import { useTranslation } from '@/i18n';
import { editsOf, type StagedEdits } from './edits';

export function useSaving(address: TableAddress, edits: StagedEdits) {
  const client = useQueryClient();
  const { t } = useTranslation();
  const { announce } = useToast();
  const [conflicts, setConflicts] = useState<Conflict[]>([]);
  const refresh = () => client.invalidateQueries({ queryKey: ['tables', address.schema, address.table] });
  const save = useMutation({
    mutationFn: (staged: StagedEdits['staged']) => applyEdits(address, editsOf(staged)),
    onSuccess: async () => {
      await refresh();
      announce({ tone: 'good', title: t('data.saved', { n: edits.count }) });
      edits.discard();
    },
    onError: (failure) => setConflicts(documentOf(failure).conflicts ?? []),
  });
  const settle = () => {
    setConflicts([]);
    save.reset();
  };
  const rows = () => [...edits.staged.entries()];
  return {
    save: () => save.mutate(edits.staged),
    saving: save.isPending,
    failure: conflicts.length > 0 ? null : save.error,
    conflicts,
    settle,
    refresh,
    /// What the others have written stays; the rest of one's own is kept, and not saved yet.
    keepTheirs: () => {
      for (const { edit } of conflicts) {
        const row = rows()[edit];
        if (row) edits.drop(row[0]);
      }
      settle();
      void refresh();
    },
    /// One's own goes over what the others have written, as it is known now.
    keepMine: () => {
      const staged = new Map(edits.staged);
      for (const { edit, row_now } of conflicts) {
        const row = rows()[edit];
        if (row && row_now) staged.set(row[0], { ...row[1], version: row_now.version });
      }
      settle();
      save.mutate(staged);
    },
  };
}

export function useUnsavedGuard(unsaved: boolean) {
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [unsaved]);
  return useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved && currentLocation.pathname + currentLocation.search !== nextLocation.pathname + nextLocation.search,
  );
}
