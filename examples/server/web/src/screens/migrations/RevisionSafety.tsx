import { useQuery } from '@tanstack/react-query';
import { LoaderCircle } from 'lucide-react';
import { Problem, problemFrom } from '@/api/client';
import { effectQuery, lintQuery } from '@/api/safety';
import type { MigrationDetails } from '@/api/types';
import { useSession } from '@/app/session';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { LintList } from '@/screens/safety/LintList';
import { RehearsalPart } from '@/screens/safety/RehearsalPart';
import { SchemaChanges } from '@/screens/safety/SchemaChanges';
import { stateOf } from './history';

/// What lint finds in a revision, and which locks it takes when it is tried.
export function RevisionFindings({ details }: { details: MigrationDetails }) {
  const { t } = useTranslation();
  const { can } = useSession();
  const lint = useQuery({ ...lintQuery([details.revision], 'both'), enabled: !details.is_missing });
  const nothing = details.findings.length === 0 && lint.data?.findings.length === 0;
  return (
    <div className="space-y-4">
      {details.findings.map((finding) => (
        <ProblemView key={`${finding.code}${finding.message}`} failure={new Problem(problemFrom(finding))} />
      ))}
      {lint.error && <ProblemView failure={lint.error} />}
      {lint.data && lint.data.findings.length > 0 && <LintList findings={lint.data.findings} />}
      {lint.data && lint.data.ignored > 0 && <p className="text-xs text-faint">{t('lint.ignored', { n: lint.data.ignored })}</p>}
      {nothing && <p className="text-soft">{t('details.noFindings')}</p>}
      {stateOf(details) === 'pending' && can('operate') && (
        <RehearsalPart direction="upgrade" target={details.revision} revision={details.revision} />
      )}
    </div>
  );
}

/// The schema before and after a revision, found out in a scratch database.
export function RevisionEffectView({ revision }: { revision: string }) {
  const { t } = useTranslation();
  const { data: effect, error } = useQuery(effectQuery(revision));
  if (error) return <ProblemView failure={error} />;
  if (!effect)
    return (
      <p className="flex animate-late items-center gap-2 text-soft">
        <LoaderCircle className="h-3.5 w-3.5 animate-spin" aria-hidden />
        {t('details.replaying')}
      </p>
    );
  return <SchemaChanges changes={effect.changes} />;
}
