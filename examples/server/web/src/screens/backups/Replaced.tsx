import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Database, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { backupsQuery, dropReplaced } from '@/api/safety';
import { useSession } from '@/app/session';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/input';
import { ProblemView } from '@/components/ui/problem';
import { useToast } from '@/components/ui/toast';
import { useTranslation } from '@/i18n';

function DropDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { announce } = useToast();
  const client = useQueryClient();
  const [typed, setTyped] = useState('');
  const drop = useMutation({
    mutationFn: () => dropReplaced(name),
    onSuccess: () => {
      announce({ tone: 'good', title: t('replaced.dropped', { name }) });
      void client.invalidateQueries({ queryKey: backupsQuery.queryKey });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('replaced.drop')}
      description={t('replaced.dropText')}
      width="narrow"
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" disabled={typed !== name || drop.isPending} onClick={() => drop.mutate()}>
            {t('replaced.drop')}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {drop.error && <ProblemView failure={drop.error} />}
        <Field label={t('confirm.type', { name })}>
          {(attributes) => <Input {...attributes} value={typed} onChange={(event) => setTyped(event.target.value)} />}
        </Field>
      </div>
    </Dialog>
  );
}

/// Databases whose place a backup has taken. They are kept until somebody drops them.
export function Replaced({ databases }: { databases: string[] }) {
  const { t } = useTranslation();
  const { can } = useSession();
  const [dropping, setDropping] = useState<string | null>(null);
  return (
    <section aria-label={t('replaced.title')} className="shrink-0 border-b bg-current/5 px-5 py-2">
      <ul className="space-y-1">
        {databases.map((name) => (
          <li key={name} className="flex items-center gap-2.5 text-xs">
            <Database className="h-3.5 w-3.5 shrink-0 text-current" aria-hidden />
            <span className="min-w-0 flex-1 truncate">
              {t('replaced.kept')} <span className="mono">{name}</span>
            </span>
            {can('administer') && (
              <Button size="sm" look="quiet" onClick={() => setDropping(name)}>
                <Trash2 aria-hidden />
                {t('replaced.drop')}…
              </Button>
            )}
          </li>
        ))}
      </ul>
      {dropping && <DropDialog name={dropping} onClose={() => setDropping(null)} />}
    </section>
  );
}
