// The shapes of the API: see /docs and docs/reference/json.md.
import type { Rewriting } from './rewriting';
import type { BackupCheck, BackupPolicy, MergeRehearsal, Rehearsal, Restoration, Backup } from './safety-types';

export interface SourcePlace {
  file: string;
  line: number;
  column: number;
  excerpt?: string;
}

export interface ServerMessage {
  severity: string;
  sqlstate: string;
  message: string;
  detail: string;
  hint: string;
  context: string;
  schema: string;
  table: string;
  column: string;
  constraint: string;
  position: number;
}

/// An error inside an answer.
export interface ErrorInfo {
  code: string;
  message: string;
  reason?: string;
  remedy?: string;
  place?: SourcePlace | null;
  revision?: string;
  statement?: string;
  traceback?: string;
  server?: ServerMessage | null;
  database_state?: string;
}

/// RFC 9457, with what, why and how to fix.
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  code?: string;
  what?: string;
  why?: string;
  fix?: string;
  place?: SourcePlace;
  revision?: string;
  statement?: string;
  server?: ServerMessage;
  database_state?: string;
  conflicts?: Conflict[];
}

export type Ability = 'view' | 'edit' | 'operate' | 'administer';

export interface Session {
  token: string;
  role: string;
  user: string | null;
  can?: Record<Ability, boolean>;
  login_needed?: boolean;
  login?: ('password' | 'bearer')[];
  read_only?: boolean;
  /// Who migrates or restores the database types its name.
  production?: boolean;
  expires?: string | null;
}

export interface Diagnostic {
  severity: string;
  code: string;
  message: string;
  reason?: string;
  remedy?: string;
  place?: SourcePlace | null;
  revision?: string;
}

export interface Migration {
  revision: string;
  down_revision: string | string[] | null;
  branch_labels: string[];
  labels: string[];
  depends_on: string[];
  doc: string;
  date: string | null;
  module_path: string | null;
  is_head: boolean;
  is_branch_point: boolean;
  is_merge_point: boolean;
  is_missing: boolean;
  /// null: the database cannot be asked.
  is_current: boolean | null;
  is_applied: boolean | null;
  findings: Diagnostic[];
  /// Of the journal; null where it does not know.
  applied_date?: string | null;
  applied_by?: string | null;
  edited_after_apply?: boolean | null;
  git?: { commit: string; author: string; date: string } | null;
  /// Found out in the background; null until then.
  engine?: Direction['evaluation'] | null;
  lint?: { errors: number; warnings: number; infos: number } | null;
}

export interface MigrationHistory {
  migrations: Migration[];
  heads: string[];
  current: string[] | null;
  unknown_in_database: string[];
  database_error: ErrorInfo | null;
  problems: Diagnostic[];
}

export interface QualifiedName {
  schema?: string;
  name?: string | QualifiedName;
  object?: string;
}

/// The members that a chip shows; each kind has more.
export interface Operation {
  op: string;
  table?: QualifiedName;
  name?: string | QualifiedName;
  column?: string | { name: string };
  index?: { name?: string; concurrently?: boolean };
  concurrently?: boolean;
  constraint?: { name?: string };
  new_name?: string;
  statement?: { text?: string };
  place?: SourcePlace;
}

export interface Direction {
  evaluation: 'native' | 'live' | 'python';
  operations: Operation[];
  sql: string[];
  refusal: ErrorInfo | null;
}

export interface MigrationDetails extends Migration {
  docstring: string;
  children: string[];
  source?: string;
  upgrade?: Direction;
  downgrade?: Direction;
}

export type RunDirection = 'upgrade' | 'downgrade' | 'stamp';

export interface Step {
  revision: string;
  kind: RunDirection;
  path: string;
  doc: string;
  version_rows: { kind: 'insert' | 'update' | 'delete'; from: string | null; to: string | null }[];
}

export interface Plan {
  direction: RunDirection;
  from: string[];
  target: string;
  steps: Step[];
  heads_after: string[];
  warnings: string[];
}

export interface RunReport {
  plan: Plan;
  steps_done: number;
  statements: number;
  elapsed_us: number;
  engine: string;
  engine_reason: string;
  journal_run?: number | null;
  backup?: string;
  findings?: Diagnostic[];
}

export type RunKind =
  | RunDirection
  | 'resume'
  | 'baseline'
  | 'squash'
  | 'rehearse'
  | 'rehearse_merge'
  | 'backup'
  | 'verify_backup'
  | 'restore_backup';

export type RunState = 'running' | 'done' | 'failed' | 'cancelled';

export interface Run {
  id: string;
  kind?: RunKind;
  direction: RunDirection | null;
  targets: string[];
  state: RunState;
  asked_by: string;
  started: string;
  ended: string | null;
  elapsed_us: number;
  /// What it gives hangs on its kind; not in lists.
  report?: RunReport | Rehearsal | MergeRehearsal | Backup | BackupCheck | Restoration | Rewriting | null;
  error: ErrorInfo | null;
  events: number;
  journal_run?: number | null;
  backup?: string;
}

export interface LockHolder {
  pid: number;
  user: string;
  host: string;
  application: string;
  connected_since: string;
  state: string;
  statement: string;
}

export interface LockParty {
  pid: number;
  user: string;
  host: string;
  application: string;
  state: string;
  since: string;
  in_transaction_us: number;
  statement: string;
}

export interface BackupProgress {
  activity: string;
  subject: string;
  done: number;
  count: number;
  bytes: number;
}

export type RunEvent = { id: number; at: string } & (
  | { event: 'plan_made'; plan: Plan }
  | { event: 'engine_chosen'; engine: string; reason: string; revision: string }
  | { event: 'python_started'; interpreter: string; python: string; alembic: string; sqlalchemy: string }
  | { event: 'lock_awaited'; holder: LockHolder; patience_us: number }
  | {
      event: 'blocked';
      revision: string;
      sql: string;
      relation: string;
      mode: string;
      waited_us: number;
      blockers: LockParty[];
      queue: LockParty[];
      policy: string;
    }
  | { event: 'retry_awaited'; reason: string; attempt: number; most: number; pause_us: number }
  | { event: 'finding_made'; finding: Diagnostic }
  | { event: 'backup_chosen'; policy: BackupPolicy; reason: string }
  | ({ event: 'backup_progress' } & BackupProgress)
  | { event: 'backup_made'; id: string; folder: string; policy: BackupPolicy; size: number; elapsed_us: number }
  | { event: 'step_started'; index: number; count: number; step: Step }
  | { event: 'statement_started'; revision: string; sql: string; parameters: unknown }
  | { event: 'log_received'; level: string; logger: string; message: string }
  | { event: 'notice_received'; notice: ServerMessage }
  | { event: 'step_done'; index: number; step: Step; elapsed_us: number; statements: number }
  | { event: 'run_done'; steps: number; elapsed_us: number }
  | { event: 'run_failed'; error: ErrorInfo }
);

export interface CreatedRevision {
  revision: string;
  module_path: string;
  hooks: { name: string; exit_status: number | null; output: string; problem: string }[];
}

export interface TableSummary {
  schema: string;
  name: string;
  kind: 'table' | 'partitioned table' | 'partition' | 'foreign table' | 'view' | 'materialized view';
  columns: number;
  /// Both as the database has last counted them; null: it never has.
  rows: number | null;
  size: number | null;
  comment: string | null;
}

export interface CatalogName {
  schema: string;
  object: string;
}

export interface CatalogColumn {
  name: string;
  type: string;
  nullable: boolean;
  default_value: string | null;
  generated: string | null;
  identity: string;
  comment: string | null;
}

export interface CatalogConstraint {
  name: string;
  kind: 'primary_key' | 'unique' | 'foreign_key' | 'check' | 'exclusion';
  columns: string[];
  definition: string;
  reference: {
    table: CatalogName;
    columns: string[];
    on_update: string;
    on_delete: string;
  } | null;
}

export interface CatalogIndex {
  name: string;
  definition: string;
  method: string;
  unique: boolean;
  valid: boolean;
  predicate: string | null;
  size: number;
  scans: number;
}

export interface CatalogTable {
  name: CatalogName;
  kind: string;
  columns: CatalogColumn[];
  constraints: CatalogConstraint[];
  indexes: CatalogIndex[];
  triggers: { name: string; definition: string }[];
  comment: string | null;
  statistics: { size: number; total_size: number; rows: number };
}

export interface CatalogSnapshot {
  database: string;
  server_version: string;
  fingerprint: string;
  schemas: { name: string }[];
  tables: CatalogTable[];
  views: { name: CatalogName; columns: CatalogColumn[]; definition: string }[];
  enumerations: { name: CatalogName; labels: string[] }[];
}

export type Cell = string | null | { beginning: string; length: number } | { bytes: string };

export interface RowColumn {
  name: string;
  type: string;
  nullable: boolean;
  key: boolean;
  written: boolean;
}

export interface TableRow {
  cells: Cell[];
  version: string;
}

export interface RowPage {
  columns: RowColumn[];
  rows: TableRow[];
  before: string | null;
  after: string | null;
  by_offset: boolean;
}

export type RowValues = Record<string, string | null>;

export type Edit =
  | { kind: 'insert'; values: RowValues }
  | { kind: 'update'; key: RowValues; values: RowValues; version: string }
  | { kind: 'delete'; key: RowValues; version: string };

export interface Conflict {
  edit: number;
  seen_version: string;
  seen: RowValues | unknown[];
  row_now: TableRow | null;
}

export interface EditReport {
  rows: (TableRow | null)[];
  conflicts: Conflict[];
}

export interface ImpactReport {
  impacts: {
    path: string[];
    table: CatalogName;
    effect: 'deleted' | 'set_null' | 'set_default' | 'blocked';
    rows: number;
  }[];
  complete: boolean;
}

/// Rows of other tables that point to one row.
export interface ReferenceReport {
  keys: { name: string; from: CatalogName; values: RowValues; rows: number }[];
  complete: boolean;
}

export interface CandidatePage {
  from: CatalogName;
  label_column: string;
  candidates: { key: RowValues; label: string | null }[];
  after: string | null;
}

export interface ImportReport {
  rows: number;
  columns: string[];
  computed: string[];
  dry_run: boolean;
}

export type Comparison =
  | 'equals'
  | 'not_equals'
  | 'less'
  | 'at_most'
  | 'greater'
  | 'at_least'
  | 'one_of'
  | 'contains'
  | 'starts_with'
  | 'ends_with'
  | 'is_null'
  | 'is_not_null';

export interface Condition {
  column: string;
  how: Comparison;
  values: string[];
}

export interface RowFilter {
  how: 'all' | 'any';
  conditions: Condition[];
  sql?: string;
}

export interface QueryResult {
  text: string;
  line: number;
  columns: { name: string; type: string }[];
  rows: (string | null)[][];
  more: boolean;
  command: string;
  counted: number | null;
  notices: ServerMessage[];
  elapsed_us: number;
}

export interface PlanNode {
  kind: string;
  relationship: string;
  relation: string;
  alias: string;
  index: string;
  startup_cost: number;
  total_cost: number;
  rows: number;
  width: number;
  measured: { startup_ms: number; total_ms: number; rows: number; loops: number } | null;
  buffers: {
    shared_hit: number;
    shared_read: number;
    shared_dirtied: number;
    shared_written: number;
    temporary_read: number;
    temporary_written: number;
  } | null;
  details: Record<string, unknown>;
  inputs: PlanNode[];
}

export interface Explanation {
  root: PlanNode;
  planning_ms: number | null;
  execution_ms: number | null;
  rolled_back: boolean;
}

export interface DatabaseConnection {
  url: string | null;
  database?: string | null;
  source: string | null;
  server_version: string | null;
  error: ErrorInfo | null;
}

export type DatabaseStats = Record<
  | 'database'
  | 'size'
  | 'sessions'
  | 'commits'
  | 'rollbacks'
  | 'blocks_hit'
  | 'blocks_read'
  | 'deadlocks'
  | 'active'
  | 'waiting'
  | 'started',
  string
>;

export interface ModelName {
  schema: string;
  name: string;
}

export interface ModelColumn {
  name: string;
  type: string;
  nullable: boolean;
  primary_key: boolean;
  server_default: string | null;
  computed: string | null;
  enumeration: string[];
  comment: string | null;
}

export interface ModelTable {
  name: ModelName;
  place: SourcePlace;
  classes: string[];
  columns: ModelColumn[];
  primary_key: { name: string | null; columns: string[] };
  foreign_keys: {
    name: string | null;
    columns: string[];
    referred: ModelName;
    referred_columns: string[];
    on_delete: string;
    on_update: string;
  }[];
  unique: { name: string | null; columns: string[] }[];
  conditions: { name: string | null; definition: string }[];
  indexes: { name: string | null; elements: string[]; unique: boolean; definition: string }[];
  comment: string | null;
}

export interface ModelRelationship {
  name: string;
  target: string;
  direction: string;
  uselist: boolean;
  back_populates: string;
  secondary: ModelName | null;
  cascade: string[];
  lazy: string;
  on_delete: string[];
}

export interface ModelClass {
  name: string;
  module: string;
  place: SourcePlace;
  table: ModelName;
  inheritance: string;
  parent: string;
  relationships: ModelRelationship[];
  unknowns: { attribute: string; reason: string; place: SourcePlace }[];
}

export interface ModelCollection {
  origin: string;
  base: string;
  tables: ModelTable[];
  models: ModelClass[];
  unknowns: unknown[];
}

export interface ModelDifferences {
  differences: { part: string; models: string | null; database: string | null }[];
  unknowns: unknown[];
}
