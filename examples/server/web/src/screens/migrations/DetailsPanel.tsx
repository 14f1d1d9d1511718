import { useQuery } from '@tanstack/react-query';
import { ArrowDownToLine, Ellipsis, Undo2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Problem, problemFrom } from '@/api/client';
import { detailsQuery } from '@/api/migrations';
import type { Direction, MigrationDetails, RunDirection } from '@/api/types';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Code } from '@/components/ui/code';
import { CopyButton } from '@/components/ui/copy-button';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuContent, MenuItem, MenuTrigger } from '@/components/ui/menu';
import { ProblemView } from '@/components/ui/problem';
import { Loading } from '@/components/ui/states';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import { useTranslation } from '@/i18n';
import { moment } from '@/lib/format';
import { parentsOf, stateOf } from './history';
import { StateBadge } from './HistoryRow';
import { Operations } from './Operations';

export const detailTabs = ['overview', 'sql', 'source', 'findings'] as const;
export type DetailTab = (typeof detailTabs)[number];

function RevisionLinks({ ids, onSelect }: { ids: string[]; onSelect: (id: string) => void }) {
  const { t } = useTranslation();
  if (ids.length === 0) return <span className="text-faint">{t('common.none')}</span>;
  return (
    <span className="flex flex-wrap gap-x-2">
      {ids.map((id) => (
        <button
          key={id}
          type="button"
          onClick={() => onSelect(id)}
          className="mono rounded text-xs text-accent-text hover:underline"
        >
          {id}
        </button>
      ))}
    </span>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7.5rem_1fr] gap-3 py-0.5">
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function Section({ title, children, actions }: { title: string; children: ReactNode; actions?: ReactNode }) {
  return (
    <section className="space-y-2">
      <div className="flex h-7 items-center justify-between">
        <h3 className="text-xs font-semibold text-soft">{title}</h3>
        {actions}
      </div>
      {children}
    </section>
  );
}

const engines = { native: 'details.native', live: 'details.live', python: 'details.python' } as const;

/// What the file says beneath its first line, without the lines that Alembic writes.
function remarkOf(docstring: string): string {
  return docstring
    .split('\n')
    .slice(1)
    .filter((line) => !/^(Revision ID|Revises|Create Date|Branch Labels|Depends On):/i.test(line.trim()))
    .join('\n')
    .trim();
}

function Overview({ details, onSelect }: { details: MigrationDetails; onSelect: (id: string) => void }) {
  const { t, language } = useTranslation();
  const remark = remarkOf(details.docstring);
  const evaluation = details.upgrade?.evaluation;
  return (
    <div className="space-y-5">
      {details.is_missing && <p className="text-broken">{t('details.missing')}</p>}
      {remark && <p className="whitespace-pre-line text-soft">{remark}</p>}
      <dl>
        <Fact name={t('details.parents')}>
          {details.down_revision === null ? (
            <span className="text-faint">{t('details.base')}</span>
          ) : (
            <RevisionLinks ids={parentsOf(details)} onSelect={onSelect} />
          )}
        </Fact>
        <Fact name={t('details.children')}>
          <RevisionLinks ids={details.children} onSelect={onSelect} />
        </Fact>
        {details.depends_on.length > 0 && (
          <Fact name={t('details.dependsOn')}>
            <RevisionLinks ids={details.depends_on} onSelect={onSelect} />
          </Fact>
        )}
        {details.labels.length > 0 && <Fact name={t('details.labels')}>{details.labels.join(', ')}</Fact>}
        {details.date && <Fact name={t('details.written')}>{moment(details.date, language)}</Fact>}
        {evaluation && <Fact name={t('details.engine')}>{t(engines[evaluation])}</Fact>}
        {details.module_path && (
          <Fact name={t('details.file')}>
            <span className="mono break-all text-xs">{details.module_path}</span>
          </Fact>
        )}
      </dl>
      {(['upgrade', 'downgrade'] as const).map((kind) => {
        const direction = details[kind];
        return (
          direction && (
            <Section key={kind} title={t(`details.${kind}`)}>
              {direction.refusal ? (
                <ProblemView failure={new Problem(problemFrom(direction.refusal))} />
              ) : (
                <Operations direction={direction} />
              )}
            </Section>
          )
        );
      })}
    </div>
  );
}

export function sqlText(direction: Direction): string {
  return direction.sql.map((statement) => `${dedent(statement)};`).join('\n\n');
}

function dedent(text: string): string {
  const lines = text.replace(/^\s*\n/, '').trimEnd().split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.match(/^ */)?.[0].length ?? 0);
  const common = Math.min(...indents);
  return lines.map((line) => line.slice(Number.isFinite(common) ? common : 0)).join('\n');
}

function SqlSection({ title, direction }: { title: string; direction: Direction }) {
  const { t } = useTranslation();
  const text = sqlText(direction);
  return (
    <Section title={title} actions={text && <CopyButton text={text} />}>
      {direction.refusal && <ProblemView failure={new Problem(problemFrom(direction.refusal))} />}
      {!direction.refusal && !text && <p className="text-soft">{t('details.noSql')}</p>}
      {text && <Code text={text} grammar="sql" label={title} className="rounded-md border bg-canvas p-3" />}
    </Section>
  );
}

function Findings({ details }: { details: MigrationDetails }) {
  const { t } = useTranslation();
  if (details.findings.length === 0) return <p className="text-soft">{t('details.noFindings')}</p>;
  return (
    <div className="space-y-3">
      {details.findings.map((finding) => (
        <ProblemView key={`${finding.code}${finding.message}`} failure={new Problem(problemFrom(finding))} />
      ))}
    </div>
  );
}

interface DetailsPanelProps {
  revision: string;
  tab: DetailTab;
  onTab: (tab: DetailTab) => void;
  onSelect: (id: string) => void;
  onClose: () => void;
  onRun: (direction: RunDirection, target: string) => void;
}

function Actions({ details, onRun }: { details: MigrationDetails; onRun: DetailsPanelProps['onRun'] }) {
  const { t } = useTranslation();
  const state = stateOf(details);
  const [parent, ...others] = parentsOf(details);
  if (state === 'missing' || state === 'unknown') return null;
  return (
    <div className="flex items-center gap-2">
      {state === 'pending' && (
        <Button look="primary" size="sm" onClick={() => onRun('upgrade', details.revision)}>
          <ArrowDownToLine aria-hidden />
          {t('migrations.applyTo')}
        </Button>
      )}
      {state === 'applied' && (
        <Button size="sm" onClick={() => onRun('downgrade', details.revision)}>
          <Undo2 aria-hidden />
          {t('migrations.rollbackTo')}
        </Button>
      )}
      {(state === 'applied' || state === 'current') && others.length === 0 && (
        <Button size="sm" onClick={() => onRun('downgrade', parent ?? 'base')}>
          <Undo2 aria-hidden />
          {t('migrations.undo')}
        </Button>
      )}
      <Menu>
        <MenuTrigger asChild>
          <IconButton label={t('common.more')}>
            <Ellipsis />
          </IconButton>
        </MenuTrigger>
        <MenuContent align="end">
          <MenuItem onSelect={() => onRun('stamp', details.revision)}>{t('migrations.stampHere')}</MenuItem>
        </MenuContent>
      </Menu>
    </div>
  );
}

export function DetailsPanel({ revision, tab, onTab, onSelect, onClose, onRun }: DetailsPanelProps) {
  const { t } = useTranslation();
  const { data: details, error, refetch } = useQuery(detailsQuery(revision));
  return (
    <aside
      aria-label={t('details.label', { id: revision })}
      className="flex w-[46%] min-w-[24rem] max-w-2xl shrink-0 animate-slide flex-col border-l bg-panel"
    >
      <header className="space-y-2.5 px-4 pt-3.5">
        <div className="flex items-start gap-2">
          <h2 className="min-w-0 flex-1 break-words text-base font-semibold">{details?.doc || revision}</h2>
          <IconButton label={t('common.close')} keys="Esc" onClick={onClose} className="-mr-1.5 -mt-0.5">
            <X />
          </IconButton>
        </div>
        <div className="flex min-h-7 flex-wrap items-center gap-1.5">
          <span className="mono text-xs text-soft">{revision}</span>
          <CopyButton text={revision} label={t('migrations.copyId')} />
          {details && <StateBadge migration={details} />}
          {details?.is_head && <Badge tone="current">{t('state.head')}</Badge>}
        </div>
        {details && <Actions details={details} onRun={onRun} />}
      </header>
      {error && (
        <div className="p-4">
          <ProblemView failure={error} actions={<Button onClick={() => void refetch()}>{t('common.retry')}</Button>} />
        </div>
      )}
      {!details && !error && <Loading />}
      {details && (
        <Tabs value={tab} onValueChange={(value) => onTab(value as DetailTab)} className="mt-1.5 flex min-h-0 flex-1 flex-col">
          <TabList label={t('common.details')}>
            {detailTabs.map((each) => (
              <Tab key={each} value={each}>
                {t(`details.${each}`)}
                {each === 'findings' && details.findings.length > 0 && (
                  <Badge tone="pending">{details.findings.length}</Badge>
                )}
              </Tab>
            ))}
          </TabList>
          <div className="min-h-0 flex-1 overflow-auto p-4">
            <TabPanel value="overview">
              <Overview details={details} onSelect={onSelect} />
            </TabPanel>
            <TabPanel value="sql" className="space-y-5">
              {details.upgrade && <SqlSection title={t('details.upgrade')} direction={details.upgrade} />}
              {details.downgrade && <SqlSection title={t('details.downgrade')} direction={details.downgrade} />}
            </TabPanel>
            <TabPanel value="source">
              {details.source && (
                <Code
                  text={details.source}
                  grammar="python"
                  numbered
                  label={t('details.source')}
                  className="rounded-md border bg-canvas p-3"
                />
              )}
            </TabPanel>
            <TabPanel value="findings">
              <Findings details={details} />
            </TabPanel>
          </div>
        </Tabs>
      )}
    </aside>
  );
}
