import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '@/i18n';
import { copyText } from '@/lib/clipboard';
import { IconButton } from './icon-button';

export function CopyButton({ text, label }: { text: string | (() => string); label?: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await copyText(typeof text === 'string' ? text : text());
    setCopied(true);
    window.setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <IconButton label={copied ? t('common.copied') : (label ?? t('common.copy'))} onClick={() => void copy()}>
      {copied ? <Check /> : <Copy />}
    </IconButton>
  );
}
