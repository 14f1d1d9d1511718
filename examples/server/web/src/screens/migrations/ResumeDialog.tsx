import { useMutation, useQuery } from '@tanstack/react-query';
import { Check, Circle, CirclePause, Undo2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Problem, problemFrom } from '@/api/client';
import { halfDoneQuery, startResume, type HalfDone, type Resumption } from '@/api/rewriting';
import type { Run } from '@/api/types';
import { useSession } from '@/app/session';
import { useConfirmation } from '@/components/confirmation';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ProblemView } from '@/components/ui/problem';
import { Loading } from '@/components/ui/states';
import { useTranslation } from '@/i18n';
import { useDatabaseName } from '@/lib/use-database-name';

function Statement({ icon, text, children }: { icon: ReactNode; text: string; children?: ReactNode }) {
  return (
    <li className="flex items-start gap-2.5 px-3 py-1.5 [&>svg]:mt-0.5 [&>svg]:h-3.5 [&>svg]:w-3.5 [&>svg]:shrink-0">
      {icon}
      <span className="mono min-w-0 flex-1 break-words text-2xs leading-4">{text.trim().replace(/\s+/g, ' ')}</span>
      {children}
    </li>
  );
}

/// Statement by statement, in their order: what is done, where it was stopped, what is left.
function Statements({ of }: { of: HalfDone }) {
  const { t } = useTranslation();
  return (
    <ol aria-label={t('resume.statements')} className="divide-y rounded-md border">
      {of.done.map((text, index) => (
        <Statement key={`done ${index}`} icon={<Check className="text-applied" aria-label={t('resume.done')} />} text={text} />
      ))}
      {of.begun !== null && (
        <Statement icon={<CirclePause className="text-pending" aria-label={t('resume.stopped')} />} text={of.begun}>
          <Badge tone={of.begun_fate === 'done' ? 'applied' : 'pending'}>{t(`resume.fate.${of.begun_fate}`)}</Badge>
        </Statement>
      )}
      {of.left.map((text, index) => (
        <Statement key={`left ${index}`} icon={<Circle className="text-faint" aria-label={t('resume.left')} />} text={text} />
      ))}
    </ol>
  );
}

type Fate = Resumption['begun'];

/// Only somebody who has looked can know.
function FateChoice({ fate, onChange }: { fate: Fate; onChange: (fate: Fate) => void }) {
  const { t } = useTranslation();
  return (
    <fieldset className="space-y-1.5">
      <legend className="mb-1.5 font-medium">{t('resume.whichFate')}</legend>
      {(['done', 'not-done'] as const).map((each) => (
        <label key={each} className="flex items-center gap-2">
          <input type="radio" name="fate" checked={fate === each} onChange={() => onChange(each)} className="accent-[rgb(var(--accent))]" />
          {t(each === 'done' ? 'resume.fate.done' : 'resume.fate.not_done')}
        </label>
      ))}
    </fieldset>
  );
}

interface ResumeDialogProps {
  onClose: () => void;
  onStarted: (run: Run) => void;
}

/// A revision that was stopped half-way, and the two ways out.
export function ResumeDialog({ onClose, onStarted }: ResumeDialogProps) {
  const { t } = useTranslation();
  const { session } = useSession();
  const database = useDatabaseName();
  const { data: state, error, isPending } = useQuery({ ...halfDoneQuery, staleTime: 0 });
  const [fate, setFate] = useState<Fate>(undefined);
  const confirmation = useConfirmation(database, session?.production ? t('confirm.production') : null);
  const start = useMutation({
    mutationFn: (how: Resumption['how']) => startResume({ how, begun: fate, confirm: confirmation.typed }),
    onSuccess: onStarted,
  });
  const open = state?.begun_fate === 'unknown' && state.begun !== null;
  const ready = Boolean(state) && confirmation.agreed && !start.isPending && (!open || fate !== undefined);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('resume.title', { id: state?.revision ?? '' })}
      description={t('resume.explain')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button look="danger" disabled={!ready || Boolean(state?.undo_obstacle)} onClick={() => start.mutate('undo')} data-undo>
            <Undo2 aria-hidden />
            {t('resume.undo')}
          </Button>
          <Button look="primary" disabled={!ready || Boolean(state?.obstacle)} onClick={() => start.mutate('finish')} data-act>
            {t('resume.finish')}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {isPending && <Loading />}
        {error && <ProblemView failure={error} />}
        {start.error && <ProblemView failure={start.error} />}
        {state === null && <p className="text-soft">{t('resume.nothing')}</p>}
        {state && (
          <>
            <Statements of={state} />
            {state.leftover !== '' && <p className="text-soft">{t('resume.leftover', { name: state.leftover })}</p>}
            {open && <FateChoice fate={fate} onChange={setFate} />}
            {state.obstacle && <ProblemView failure={new Problem(problemFrom(state.obstacle))} />}
            {state.undo_obstacle ? (
              <ProblemView failure={new Problem(problemFrom(state.undo_obstacle))} />
            ) : (
              state.undo.length > 0 && (
                <section className="space-y-1.5">
                  <h3 className="text-xs font-medium text-soft">{t('resume.undoRuns')}</h3>
                  <ol className="divide-y rounded-md border">
                    {state.undo.map((text, index) => (
                      <Statement key={index} icon={<Undo2 className="text-faint" aria-hidden />} text={text} />
                    ))}
                  </ol>
                </section>
              )
            )}
            {confirmation.field}
          </>
        )}
      </div>
    </Dialog>
  );
}
