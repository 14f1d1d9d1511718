import { Problem, problemFrom } from '@/api/client';
import type { DriftRemedy } from '@/api/safety-types';
import { Code } from '@/components/ui/code';
import { CopyButton } from '@/components/ui/copy-button';
import { ProblemView } from '@/components/ui/problem';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import { useTranslation } from '@/i18n';

function Text({ text, grammar }: { text: string; grammar: 'python' | 'sql' }) {
  return (
    <div className="relative">
      <Code text={text} grammar={grammar} label={grammar} className="max-h-72 p-3" />
      <div className="absolute right-1.5 top-1.5">
        <CopyButton text={text} />
      </div>
    </div>
  );
}

function Remedy({ remedy }: { remedy: DriftRemedy }) {
  const { t } = useTranslation();
  return (
    <section data-remedy={remedy.odd} className="space-y-2">
      <h2 className="text-sm font-medium">{t(`drift.remedy.${remedy.odd}`)}</h2>
      {remedy.failure && <ProblemView failure={new Problem(problemFrom(remedy.failure))} />}
      {remedy.sql.length > 0 && (
        <Tabs defaultValue="directives" className="overflow-hidden rounded-md border">
          <TabList label={t(`drift.remedy.${remedy.odd}`)}>
            <Tab value="directives">Alembic</Tab>
            <Tab value="sql">SQL</Tab>
          </TabList>
          <TabPanel value="directives">
            <Text text={remedy.directives.join('\n')} grammar="python" />
          </TabPanel>
          <TabPanel value="sql">
            <Text text={remedy.sql.map((sql) => `${sql.trim()};`).join('\n')} grammar="sql" />
          </TabPanel>
        </Tabs>
      )}
      {remedy.unsaid.length > 0 && (
        <p className="text-xs text-pending">{t('drift.unsaid', { parts: remedy.unsaid.join(', ') })}</p>
      )}
    </section>
  );
}

/// What would bring the odd side back. To be read before it is used, so nothing here runs it.
export function Remedies({ remedies }: { remedies: DriftRemedy[] }) {
  const { t } = useTranslation();
  if (remedies.length === 0) return null;
  return (
    <div className="max-w-4xl space-y-4 pt-3">
      <p className="text-soft">{t('drift.remedies')}</p>
      {remedies.map((remedy) => (
        <Remedy key={remedy.odd} remedy={remedy} />
      ))}
    </div>
  );
}
