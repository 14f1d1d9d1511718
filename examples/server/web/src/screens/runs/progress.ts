import type { Plan, RunEvent } from '@/api/types';

export interface StepProgress {
  revision: string;
  doc: string;
  state: 'waiting' | 'running' | 'done' | 'stopped';
  started: string | null;
  elapsed_us: number | null;
  statements: number;
}

/// How far a run has come, from what it has told. A second plan (Python taking over) begins anew.
export function progressOf(events: RunEvent[], over: boolean): StepProgress[] {
  const last = events.findLastIndex((event) => event.event === 'plan_made');
  const made = events[last];
  if (made?.event !== 'plan_made') return [];
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
  return steps;
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
