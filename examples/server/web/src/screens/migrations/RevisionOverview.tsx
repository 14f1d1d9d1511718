import type { ReactNode } from 'react';
import type { MigrationDetails } from '@/api/types';
import { Notice } from '@/components/ui/notice';
import { useTranslation } from '@/i18n';
import { moment } from '@/lib/format';
import { parentsOf } from './history';
import { Operations } from './Operations';
import { Refusal } from './Refusal';

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

function Facts({ details, onSelect }: RevisionOverviewProps) {
  const { t, language } = useTranslation();
  const evaluation = details.upgrade?.evaluation;
  const { git, applied_date: applied, applied_by: by } = details;
  return (
    <dl>
      {applied && (
        <Fact name={t('details.applied')}>
          {moment(applied, language)}
          {by && <span className="text-soft"> {t('details.by', { who: by })}</span>}
        </Fact>
      )}
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
      {git && (
        <Fact name={t('details.author')}>
          {git.author}
          <span className="text-soft">
            {' '}
            · {moment(git.date, language)} · <span className="mono text-xs">{git.commit.slice(0, 10)}</span>
          </span>
        </Fact>
      )}
      {evaluation && <Fact name={t('details.engine')}>{t(engines[evaluation])}</Fact>}
      {details.module_path && (
        <Fact name={t('details.file')}>
          <span className="mono break-all text-xs">{details.module_path}</span>
        </Fact>
      )}
    </dl>
  );
}

interface RevisionOverviewProps {
  details: MigrationDetails;
  onSelect: (id: string) => void;
}

export function RevisionOverview({ details, onSelect }: RevisionOverviewProps) {
  const { t } = useTranslation();
  const remark = remarkOf(details.docstring);
  return (
    <div className="space-y-5">
      {details.is_missing && <p className="text-broken">{t('details.missing')}</p>}
      {details.edited_after_apply && <Notice tone="pending" title={t('details.edited')}>{t('details.editedWhy')}</Notice>}
      {remark && <p className="whitespace-pre-line text-soft">{remark}</p>}
      <Facts details={details} onSelect={onSelect} />
      {(['upgrade', 'downgrade'] as const).map((kind) => {
        const direction = details[kind];
        return (
          direction && (
            <section key={kind} className="space-y-2">
              <h3 className="text-xs font-semibold text-soft">{t(`details.${kind}`)}</h3>
              {direction.refusal ? (
                <Refusal refusal={direction.refusal} />
              ) : (
                <Operations direction={direction} />
              )}
            </section>
          )
        );
      })}
    </div>
  );
}
