import { useQuery } from '@tanstack/react-query';
import { ArrowDownToLine, Ellipsis, Undo2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { detailsQuery } from '@/api/migrations';
import type { Direction, Migration, MigrationDetails, RunDirection } from '@/api/types';
import { useSession } from '@/app/session';
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
import { parentsOf, stateOf } from './history';
import { EditedBadge, StateBadge } from './HistoryRow';
import { RevisionOverview } from './RevisionOverview';
import { RevisionEffectView, RevisionFindings } from './RevisionSafety';
import { Refusal } from './Refusal';
import { sqlText } from './sql';

export const detailTabs = ['overview', 'changes', 'sql', 'findings', 'source'] as const;
export type DetailTab = (typeof detailTabs)[number];

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

function SqlSection({ title, direction }: { title: string; direction: Direction }) {
  const { t } = useTranslation();
  const text = sqlText(direction);
  return (
    <Section title={title} actions={text && <CopyButton text={text} />}>
      {direction.refusal && <Refusal refusal={direction.refusal} />}
      {!direction.refusal && !text && <p className="text-soft">{t('details.noSql')}</p>}
      {text && <Code text={text} grammar="sql" label={title} className="rounded-md border bg-canvas p-3" />}
    </Section>
  );
}

interface DetailsPanelProps {
  revision: string;
  /// As the list of revisions counts it.
  lint: Migration['lint'];
  tab: DetailTab;
  onTab: (tab: DetailTab) => void;
  onSelect: (id: string) => void;
  onClose: () => void;
  onRun: (direction: RunDirection, target: string) => void;
  onRebase: (revision: string) => void;
}

interface ActionsProps extends Pick<DetailsPanelProps, 'onRun' | 'onRebase'> {
  details: MigrationDetails;
}

function Actions({ details, onRun, onRebase }: ActionsProps) {
  const { t } = useTranslation();
  const { can } = useSession();
  const state = stateOf(details);
  const [parent, ...others] = parentsOf(details);
  if (state === 'missing' || state === 'unknown' || !can('operate')) return null;
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
          <MenuItem onSelect={() => onRun('stamp', details.revision)}>{t('migrations.stampHere')}…</MenuItem>
          <MenuItem onSelect={() => onRebase(details.revision)}>{t('migrations.rebaseThis')}…</MenuItem>
        </MenuContent>
      </Menu>
    </div>
  );
}

/// What is applied is over: nobody has to be warned of it.
function FindingCount({ details, lint }: { details: MigrationDetails; lint: Migration['lint'] }) {
  const { errors, warnings } = (details.is_applied ? null : lint) ?? { errors: 0, warnings: 0 };
  const grave = details.findings.length + errors + warnings;
  return grave === 0 ? null : <Badge tone={errors > 0 ? 'broken' : 'pending'}>{grave}</Badge>;
}

export function DetailsPanel({ revision, lint, tab, onTab, onSelect, onClose, onRun, onRebase }: DetailsPanelProps) {
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
          {details?.edited_after_apply && <EditedBadge />}
        </div>
        {details && <Actions details={details} onRun={onRun} onRebase={onRebase} />}
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
                {each === 'findings' && <FindingCount details={details} lint={lint} />}
              </Tab>
            ))}
          </TabList>
          <div className="min-h-0 flex-1 overflow-auto p-4">
            <TabPanel value="overview">
              <RevisionOverview details={details} onSelect={onSelect} />
            </TabPanel>
            <TabPanel value="changes">
              {!details.is_missing && <RevisionEffectView revision={details.revision} />}
            </TabPanel>
            <TabPanel value="sql" className="space-y-5">
              {details.upgrade && <SqlSection title={t('details.upgrade')} direction={details.upgrade} />}
              {details.downgrade && <SqlSection title={t('details.downgrade')} direction={details.downgrade} />}
            </TabPanel>
            <TabPanel value="findings">
              <RevisionFindings details={details} />
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
          </div>
        </Tabs>
      )}
    </aside>
  );
}
