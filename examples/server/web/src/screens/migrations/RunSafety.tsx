import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { RunChoices } from '@/api/migrations';
import type { BackupPolicy } from '@/api/safety-types';
import type { RunDirection } from '@/api/types';
import { Field, Input, Select } from '@/components/ui/input';
import { useTranslation, type TextKey } from '@/i18n';
import { cn } from '@/lib/cn';

const policies: BackupPolicy[] = ['auto', 'full', 'affected', 'schema', 'none'];
const blockerPolicies = ['wait', 'give-up', 'retry', 'cancel', 'terminate'];

interface RunSafetyProps {
  direction: RunDirection;
  choices: RunChoices;
  onChange: (choices: RunChoices) => void;
}

/// What is kept before the run, and how long it may wait and work.
export function RunSafety({ direction, choices, onChange }: RunSafetyProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const backup = choices.backup ?? 'auto';
  const set = (name: keyof RunChoices, value: string) => onChange({ ...choices, [name]: value.trim() || undefined });
  return (
    <section aria-label={t('safety.title')} className="rounded-md border">
      <div className="grid gap-x-4 gap-y-1 p-3 sm:grid-cols-[11rem_1fr] sm:items-center">
        <label className="flex items-center gap-2.5 text-sm font-medium">
          {t('backup.choice')}
          <Select
            value={backup}
            data-backup-choice
            onChange={(event) => set('backup', event.target.value)}
            className="h-7 w-auto min-w-0 flex-1 text-xs"
          >
            {policies.map((policy) => (
              <option key={policy} value={policy}>
                {t(`backup.${policy}`)}
              </option>
            ))}
          </Select>
        </label>
        <p className={cn('text-xs', backup === 'none' && direction === 'downgrade' ? 'text-broken' : 'text-soft')}>
          {t(`backup.run.${backup}`)}
        </p>
      </div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-center gap-2 border-t px-3 py-1.5 text-left text-xs text-soft hover:bg-hover"
      >
        <ChevronRight className={cn('h-3.5 w-3.5 transition-transform', open && 'rotate-90')} aria-hidden />
        {t('safety.limits')}
      </button>
      {open && (
        <div className="grid gap-3 border-t p-3 sm:grid-cols-3">
          <Field label={t('safety.lockTimeout')} hint={t('safety.duration')}>
            {(attributes) => (
              <Input {...attributes} value={choices.lock_timeout ?? ''} onChange={(event) => set('lock_timeout', event.target.value)} />
            )}
          </Field>
          <Field label={t('safety.statementTimeout')} hint={t('safety.duration')}>
            {(attributes) => (
              <Input
                {...attributes}
                value={choices.statement_timeout ?? ''}
                onChange={(event) => set('statement_timeout', event.target.value)}
              />
            )}
          </Field>
          <Field label={t('safety.onBlocked')}>
            {(attributes) => (
              <Select {...attributes} value={choices.on_blocked ?? ''} onChange={(event) => set('on_blocked', event.target.value)}>
                <option value="">{t('safety.asSet')}</option>
                {blockerPolicies.map((policy) => (
                  <option key={policy} value={policy}>
                    {t(`safety.blocked.${policy}` as TextKey)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
      )}
    </section>
  );
}
