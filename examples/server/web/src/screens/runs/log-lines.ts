import type { LockParty, RunEvent } from '@/api/types';
import type { Translate } from '@/i18n';
import { bytes, duration } from '@/lib/format';

export interface LogLine {
  id: number;
  at: string;
  tone: 'plain' | 'quiet' | 'step' | 'good' | 'warn' | 'bad';
  text: string;
  sql?: boolean;
}

type Body = Omit<LogLine, 'id' | 'at'>;

function partyOf({ pid, user, application, state, statement }: LockParty) {
  return { pid, user, application: application || '–', state, statement: statement.trim().replace(/\s+/g, ' ').slice(0, 160) };
}

/// Events are numbered, so of a backup its folder says what it is called.
function backupIn(folder: string): string {
  return folder.split('/').filter(Boolean).at(-1) ?? folder;
}

/// Null for what is shown elsewhere.
function bodyOf(event: RunEvent, t: Translate): Body | null {
  switch (event.event) {
    case 'plan_made':
      return { tone: 'quiet', text: t('log.plan', { n: event.plan.steps.length }) };
    case 'engine_chosen':
      return { tone: 'quiet', text: `${t('log.engine', { engine: event.engine })} (${event.reason})` };
    case 'python_started':
      return {
        tone: 'quiet',
        text: t('log.python', { python: event.python, alembic: event.alembic, sqlalchemy: event.sqlalchemy }),
      };
    case 'lock_awaited':
      return {
        tone: 'warn',
        text: t('log.lock', { user: event.holder.user, host: event.holder.host || 'local', pid: event.holder.pid }),
      };
    case 'blocked':
      return {
        tone: 'warn',
        text: [
          t('log.blocked', { relation: event.relation || '?', mode: event.mode, time: duration(event.waited_us) }),
          ...event.blockers.map((each) => `  ${t('log.blocker', partyOf(each))}`),
          ...(event.queue.length > 0 ? [`  ${t('log.queue', { n: event.queue.length })}`] : []),
        ].join('\n'),
      };
    case 'retry_awaited':
      return { tone: 'warn', text: t('log.retry', { attempt: event.attempt, most: event.most, time: duration(event.pause_us), reason: event.reason }) };
    case 'finding_made':
      return { tone: event.finding.severity === 'info' ? 'quiet' : 'warn', text: event.finding.message };
    case 'backup_chosen':
      return { tone: 'quiet', text: t('log.backupChosen', { policy: t(`backup.${event.policy}`), reason: event.reason }) };
    case 'backup_progress':
      return null;
    case 'backup_made':
      return { tone: 'good', text: t('log.backupMade', { id: backupIn(event.folder), size: bytes(event.size), time: duration(event.elapsed_us) }) };
    case 'step_started':
      return {
        tone: 'step',
        text: `${event.index + 1}/${event.count} ${event.step.revision} ${event.step.doc}`,
      };
    case 'statement_started':
      return { tone: 'plain', text: event.sql.trim(), sql: true };
    case 'log_received':
      return {
        tone: event.level === 'WARNING' ? 'warn' : event.level === 'ERROR' ? 'bad' : 'quiet',
        text: `${event.level ? `${event.level} ` : ''}${event.logger}: ${event.message}`,
      };
    case 'notice_received':
      return {
        tone: event.notice.severity === 'WARNING' ? 'warn' : 'quiet',
        text: `${event.notice.severity}: ${event.notice.message}`,
      };
    case 'step_done':
      return {
        tone: 'good',
        text: `${event.step.revision} ✓ ${t('log.statements', { n: event.statements })}, ${duration(event.elapsed_us)}`,
      };
    case 'run_done':
      return { tone: 'good', text: t('log.ended', { time: duration(event.elapsed_us) }) };
    case 'run_failed':
      return { tone: 'bad', text: event.error.message };
  }
}

export function logLines(events: RunEvent[], t: Translate): LogLine[] {
  return events.flatMap((event) => {
    const body = bodyOf(event, t);
    return body ? [{ id: event.id, at: event.at, ...body }] : [];
  });
}

export function logText(lines: LogLine[]): string {
  return lines.map((line) => `${line.at} ${line.text}`).join('\n');
}
