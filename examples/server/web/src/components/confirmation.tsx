import { useState, type ReactNode } from 'react';
import { Field, Input } from '@/components/ui/input';
import { useTranslation } from '@/i18n';

interface Confirmation {
  agreed: boolean;
  /// For the server, which compares it as well where the database is marked.
  typed: string | undefined;
  field: ReactNode;
}

/// The name of a database, typed before something is done to it that is not done by one click. `why` null: that is no such thing.
export function useConfirmation(name: string, why: string | null): Confirmation {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  if (why === null) return { agreed: true, typed: undefined, field: null };
  return {
    agreed: typed === name,
    typed,
    field: (
      <Field label={t('confirm.type', { name })} hint={why || undefined}>
        {(attributes) => (
          <Input {...attributes} value={typed} data-confirm onChange={(event) => setTyped(event.target.value)} />
        )}
      </Field>
    ),
  };
}
