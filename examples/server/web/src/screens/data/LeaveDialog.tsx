import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useTranslation } from '@/i18n';

interface LeaveDialogProps {
  count: number;
  onStay: () => void;
  onLeave: () => void;
}

export function LeaveDialog({ count, onStay, onLeave }: LeaveDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onClose={onStay}
      width="narrow"
      title={t('leave.title')}
      footer={
        <>
          <Button onClick={onStay}>{t('leave.stay')}</Button>
          <Button look="danger" onClick={onLeave}>
            {t('data.discard')}
          </Button>
        </>
      }
    >
      <p>{t('leave.text', { n: count })}</p>
    </Dialog>
  );
}
