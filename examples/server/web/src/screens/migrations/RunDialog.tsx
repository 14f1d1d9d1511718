import { useMutation, useQuery } from '@tanstack/react-query';
import { LoaderCircle } from 'lucide-react';
import { useMemo, useState } from 'react';
import { historyQuery, planQuery, startRun, type RunChoices } from '@/api/migrations';
import { lintQuery } from '@/api/safety';
import type { LintFinding } from '@/api/safety-types';
import type { Plan, Run, RunDirection } from '@/api/types';
import { useSession } from '@/app/session';
import { useConfirmation } from '@/components/confirmation';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { documentOf, ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { useDatabaseName } from '@/lib/use-database-name';
import { LintCounts, LintList } from '@/screens/safety/LintList';
import { RehearsalPart } from '@/screens/safety/RehearsalPart';
import { losesRows, LossNotice, PlanSteps, useDirections, type Directions } from './PlanSteps';
import { RunSafety } from './RunSafety';

/// Of all that is pending at once lint knows more: what tables the plan makes itself.
function useFindings(plan: Plan | undefined) {
  const { data: history } = useQuery(historyQuery);
  const steps = plan && plan.direction !== 'stamp' ? plan.steps.map((step) => step.revision) : [];
  const pending = history?.migrations.filter((each) => each.is_applied === false && !each.is_missing).length;
  const all = plan?.direction === 'upgrade' && steps.length === pending;
  const direction = plan?.direction === 'downgrade' ? 'downgrade' : 'upgrade';
  return useQuery({ ...lintQuery(all ? [] : steps, direction), enabled: steps.length > 0 });
}

/// Each with its sentence, so that nobody has to unfold a step to learn of it.
function Errors({ findings }: { findings: LintFinding[] }) {
  const errors = findings.filter((finding) => finding.severity === 'error');
  if (errors.length === 0) return null;
  return (
    <div className="max-h-44 overflow-auto">
      <LintList findings={errors} named />
    </div>
  );
}

interface PlanViewProps {
  plan: Plan;
  lint: ReturnType<typeof useFindings>;
  directions: Directions;
  choices: RunChoices;
  onChoose: (choices: RunChoices) => void;
}

function PlanView({ plan, lint, directions, choices, onChoose }: PlanViewProps) {
  const { t } = useTranslation();
  const findings = useMemo(() => lint.data?.findings ?? [], [lint.data]);
  if (plan.steps.length === 0) return <p className="text-soft">{t('run.noSteps')}</p>;
  const refused = [...directions.values()].filter((direction) => direction.refusal !== null);
  // What is kept comes first where something is lost.
  const first = plan.direction === 'downgrade';
  const safety = plan.direction !== 'stamp' && <RunSafety direction={plan.direction} choices={choices} onChange={onChoose} />;
  const nothing = losesRows(directions) ? 'lint.nothingElse' : 'lint.nothing';
  const grave = findings.filter((finding) => finding.severity !== 'info');
  return (
    <div className="space-y-3">
      {plan.direction === 'stamp' ? <p className="text-soft">{t('run.stampNote')}</p> : <LossNotice directions={directions} />}
      {first && safety}
      {plan.warnings.length > 0 && (
        <Notice tone="pending" title={t('run.warnings')}>
          {plan.warnings.map((warning) => (
            <p key={warning}>{warning}</p>
          ))}
        </Notice>
      )}
      {refused.length > 0 && (
        <Notice tone="pending" title={t('run.refused', { n: refused.length })}>
          {refused[0]?.refusal?.message}
        </Notice>
      )}
      {plan.direction !== 'stamp' && (
        <p className="flex min-h-5 flex-wrap items-center gap-2 text-xs text-soft" data-lint={lint.isPending ? 'asked' : grave.length}>
          {lint.isPending && t('lint.looking')}
          {lint.error && t('lint.unknown', { why: documentOf(lint.error).title })}
          {lint.data && t(grave.length === 0 ? nothing : 'lint.found')}
          <LintCounts findings={grave} />
        </p>
      )}
      <Errors findings={findings} />
      <PlanSteps plan={plan} directions={directions} findings={findings} />
      {plan.direction !== 'stamp' && <RehearsalPart direction={plan.direction} target={plan.target} />}
      {!first && safety}
    </div>
  );
}

interface RunDialogProps {
  direction: RunDirection;
  target: string;
  onClose: () => void;
  onStarted: (run: Run) => void;
}

export function RunDialog({ direction, target, onClose, onStarted }: RunDialogProps) {
  const { t } = useTranslation();
  const [choices, setChoices] = useState<RunChoices>({});
  const plan = useQuery(planQuery(direction, [target]));
  const { session } = useSession();
  const lint = useFindings(plan.data);
  const risky = lint.data?.findings.some((finding) => finding.severity === 'error') ?? false;
  const directions = useDirections(plan.data);
  const database = useDatabaseName();
  const steps = plan.data?.steps.length ?? 0;
  const shownTarget = target === 'base' ? t('run.base') : target;
  // What nothing would bring back is not done by one click.
  const lost = choices.backup === 'none' && losesRows(directions);
  const marked = session?.production === true;
  const confirmation = useConfirmation(database, lost ? t('confirm.noWayBack') : marked ? t('confirm.production') : null);
  const start = useMutation({
    mutationFn: () => startRun(direction, [target], { ...choices, confirm: confirmation.typed }),
    onSuccess: onStarted,
  });
  const ready = confirmation.agreed && ((plan.isSuccess && steps > 0) || (direction === 'stamp' && choices.purge === true));
  return (
    <Dialog
      open
      onClose={onClose}
      width="wide"
      title={t(`run.title.${direction}`, { target: shownTarget })}
      description={
        <>
          {t('run.database')}: <span className="font-medium text-ink">{database}</span>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            look={direction === 'downgrade' || risky ? 'danger' : 'primary'}
            disabled={!ready || start.isPending}
            onClick={() => start.mutate()}
            data-act
          >
            {start.isPending && <LoaderCircle className="animate-spin" aria-hidden />}
            {plan.isPending ? t('run.planning') : t(`run.act.${direction}`, { n: steps, database })}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {plan.isPending && <p className="animate-late text-soft">{t('run.planning')}</p>}
        {plan.error && <ProblemView failure={plan.error} />}
        {start.error && <ProblemView failure={start.error} />}
        {plan.data && !plan.error && (
          <PlanView plan={plan.data} lint={lint} directions={directions} choices={choices} onChoose={setChoices} />
        )}
        {direction === 'stamp' && (
          <Checkbox checked={choices.purge ?? false} onChange={(purge) => setChoices({ purge })}>
            {t('run.purge')}
          </Checkbox>
        )}
        {confirmation.field}
      </div>
    </Dialog>
  );
}
