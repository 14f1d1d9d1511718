import type { BackupProgress, Plan, RunEvent } from '@/api/types';

export interface StepProgress {
  revision: string;
  doc: string;
  state: 'waiting' | 'running' | 'done' | 'stopped';
  started: string | null;
  elapsed_us: number | null;
  statements: number;
  /// Of the backup before the steps, or of one that is made, checked or restored by itself.
  backup?: BackupProgress;
  /// It is made, and not merely looked at.
  made?: boolean;
}

/// How far a run has come, from what it has told. A second plan (Python taking over) begins anew.
export function progressOf(events: RunEvent[], over: boolean): StepProgress[] {
  const backup = backupOf(events, over);
  const last = events.findLastIndex((event) => event.event === 'plan_made');
  const made = events[last];
  if (made?.event !== 'plan_made') return backup;
  const steps = stepsOf(made.plan);
  for (const event of events.slice(last + 1)) {
    if (event.event === 'step_started') {
      const step = steps[event.index];
      if (step) Object.assign(step, { state: 'running', started: event.at });
    } else if (event.event === 'step_done') {
      const step = steps[event.index];
      if (step) Object.assign(step, { state: 'done', elapsed_us: event.elapsed_us, statements: event.statements });
    } else if (event.event === 'statement_started') {
      const step = steps.find((each) => each.state === 'running');
      if (step) step.statements += 1;
    }
  }
  if (over) for (const step of steps) if (step.state === 'running') step.state = 'stopped';
  return [...backup, ...steps];
}

function backupOf(events: RunEvent[], over: boolean): StepProgress[] {
  const told = events.filter((event) => event.event === 'backup_progress');
  const [first, last] = [told[0], told.at(-1)];
  if (!first || !last) return [];
  const made = events.find((event) => event.event === 'backup_made');
  // Whatever comes after it means that it is done.
  const done = made !== undefined || (events.at(-1)?.event !== 'backup_progress' && events.at(-1)?.event !== 'run_failed');
  const ended = made?.at ?? last.at;
  return [
    {
      revision: 'backup',
      doc: '',
      state: done || (over && last.done >= last.count) ? 'done' : over ? 'stopped' : 'running',
      started: first.at,
      elapsed_us: done || over ? Math.max(0, Date.parse(ended) - Date.parse(first.at)) * 1_000 : null,
      statements: 0,
      backup: last,
      made: made !== undefined,
    },
  ];
}

function stepsOf(plan: Plan): StepProgress[] {
  return plan.steps.map((step) => ({
    revision: step.revision,
    doc: step.doc,
    state: 'waiting',
    started: null,
    elapsed_us: null,
    statements: 0,
  }));
}
