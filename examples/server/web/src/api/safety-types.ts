// What lint, rehearsals, drift, backups and the journal tell: see docs/reference/json.md.
import type { CatalogName, Diagnostic, ErrorInfo, Plan, RunDirection, SourcePlace } from './types';

export type Severity = 'error' | 'warning' | 'info';

export interface LintFinding {
  rule: string;
  severity: Severity;
  message: string;
  why: string;
  safer: string;
  revision: string;
  direction: 'upgrade' | 'downgrade';
  place: SourcePlace | null;
  statement: string;
  subject: string;
  weight: string;
}

export interface LintReport {
  findings: LintFinding[];
  revisions: number;
  ignored: number;
  in_baseline: number;
}

export interface SchemaChange {
  kind: 'added' | 'removed' | 'changed';
  /// Kind and name: `column public.users.email`.
  part: string;
  before: string;
  after: string;
}

export interface RevisionEffect {
  revision: string;
  after: string[];
  changes: SchemaChange[];
}

export interface RelationLock {
  relation: CatalogName;
  kind: string;
  mode: string;
  made_here: boolean;
}

export interface Rewrite {
  relation: CatalogName;
  kind: string;
  size: number;
  live_size: number | null;
  live_rows: number | null;
  made_here: boolean;
}

export interface RehearsedStatement {
  sql: string;
  command?: string;
  rows?: number | null;
  elapsed_us?: number;
  wal?: number;
  in_transaction?: boolean;
  locks?: RelationLock[];
  rewrites?: Rewrite[];
}

export interface RehearsedStep {
  direction: RunDirection;
  revision: string;
  doc: string;
  elapsed_us: number;
  statements: RehearsedStatement[];
  changes: SchemaChange[];
}

export interface Rehearsal {
  place: 'scratch' | 'target';
  rows: 'none' | 'sample' | 'all';
  engine: string;
  engine_reason: string;
  plan: Plan;
  steps: RehearsedStep[];
  failure: ErrorInfo | null;
  fingerprint_before: string;
  fingerprint_after: string;
  changes: SchemaChange[];
  way_back: {
    verdict: 'returns' | 'differs' | 'fails' | 'not_tried';
    steps: RehearsedStep[];
    undone: { revision: string; left_over: SchemaChange[] }[];
    left_over: SchemaChange[];
    failure: ErrorInfo | null;
  };
  copy_differs: SchemaChange[];
  elapsed_us: number;
}

export interface MergeRehearsal {
  commutes: boolean;
  orders: { heads: string[]; fingerprint: string; failure: ErrorInfo | null }[];
  changes: SchemaChange[];
  tables: string[];
}

export type BackupPolicy = 'auto' | 'full' | 'affected' | 'schema' | 'none';

export interface Backup {
  id: string;
  created: string;
  database: string;
  server: string;
  server_version: string;
  client_version: string;
  policy: BackupPolicy;
  reason: string;
  format: string;
  revisions: string[];
  occasion: { direction: RunDirection; target: string; revisions: string[] } | null;
  tables: { name: CatalogName; data: boolean; rows: number | null; exact: boolean }[];
  database_size: number;
  size: number;
  files: { name: string; size: number; sha256: string }[];
  sha256: string;
  fingerprint: string;
  left_out: { table: CatalogName; key: string }[];
  elapsed_us: number;
  folder: string;
}

export interface BackupListing {
  backups: Backup[];
  in_progress: string[];
  abandoned: string[];
  damaged: Diagnostic[];
  directory: string;
}

export interface BackupCheck {
  id: string;
  restored: boolean;
  files: number;
  tables: number;
  counted: number;
  problems: string[];
  elapsed_us: number;
}

export interface Restoration {
  id: string;
  database: string;
  kept_as: string;
  terminated: { pid: number; user: string; application: string; host: string; state: string }[];
  counted: number;
  elapsed_us: number;
}

export interface DriftDifference {
  table: string;
  part: string;
  odd: 'history' | 'database' | 'models' | 'all';
  history: string | null;
  database: string | null;
  models: string | null;
  silent: boolean;
}

/// What would bring a side back to the others, tried in a scratch database.
export interface DriftRemedy {
  odd: 'database' | 'history';
  directives: string[];
  sql: string[];
  /// Parts that no operation brings back without losing what they hold.
  unsaid: string[];
  failure: ErrorInfo | null;
}

export interface DriftReport {
  revisions: string[];
  has_models: boolean;
  differences: DriftDifference[];
  remedies?: DriftRemedy[];
  unknowns: unknown[];
}

export interface JournalStep {
  revision: string;
  kind: RunDirection;
  at: string;
  elapsed_us: number;
  file: string;
  file_sha256: string;
  sql_sha256: string;
  statement_count: number;
  statements: { sql: string; elapsed_us: number; finished: boolean }[];
  notices: unknown[];
  in_transaction: boolean;
  finished: boolean;
}

export interface JournalRun {
  number: number;
  direction: RunDirection;
  target: string;
  from: string[];
  to: string[];
  planned_steps: number;
  by: { os_user: string; host: string; database_user: string; authenticated_user: string };
  began: string;
  elapsed_us: number;
  engine: string;
  version: string;
  backup: string;
  outcome: 'done' | 'failed' | 'cancelled' | 'unfinished';
  failure: {
    code: string;
    message: string;
    revision: string;
    statement: string;
    sqlstate: string;
    database_state: string;
  } | null;
  fingerprint_before: string;
  fingerprint_after: string;
  steps: JournalStep[];
}

export interface JournalCheck {
  entries: number;
  last_hash: string;
  broken: { entry: number; problem: string }[];
  holds_expected: boolean | null;
  edited: { revision: string; file: string; applied_at: string; applied_sha256: string; sha256: string }[];
}
