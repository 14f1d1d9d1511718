import type { Backup } from '@/api/safety-types';
import type { Translate } from '@/i18n';

/// What the library writes where nobody has given a reason.
const unsaid = 'asked for';

export function reasonOf({ reason }: Backup, t: Translate): string {
  return reason === unsaid ? t('backup.onRequest') : reason;
}
