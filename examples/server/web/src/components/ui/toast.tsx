import * as Radix from '@radix-ui/react-toast';
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import { useTranslation } from '@/i18n';
import { cn } from '@/lib/cn';
import { documentOf } from './problem';

interface Toast {
  id: number;
  tone: 'good' | 'bad';
  title: string;
  text?: string;
  action?: { label: string; run: () => void };
}

type Announce = (toast: Omit<Toast, 'id'>) => void;

const Context = createContext<Announce | null>(null);
let count = 0;

function ToastView({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  const { t } = useTranslation();
  const bad = toast.tone === 'bad';
  const Icon = bad ? CircleAlert : CircleCheck;
  return (
    <Radix.Root
      duration={bad ? Infinity : 4_000}
      onOpenChange={(open) => !open && onClose()}
      className="flex animate-appear items-start gap-2.5 rounded-lg border border-edge bg-raised px-3.5 py-3 shadow-float"
    >
      <Icon className={cn('mt-0.5 h-4 w-4 shrink-0', bad ? 'text-broken' : 'text-applied')} aria-hidden />
      <div className="min-w-0 flex-1">
        <Radix.Title className="break-words font-medium">{toast.title}</Radix.Title>
        {toast.text && <Radix.Description className="mt-0.5 break-words text-soft">{toast.text}</Radix.Description>}
        {toast.action && (
          <Radix.Action asChild altText={toast.action.label}>
            <button
              type="button"
              onClick={toast.action.run}
              className="mt-1 rounded font-medium text-accent-text hover:underline"
            >
              {toast.action.label}
            </button>
          </Radix.Action>
        )}
      </div>
      <Radix.Close aria-label={t('common.close')} className="rounded p-0.5 text-faint hover:text-ink">
        <X className="h-3.5 w-3.5" />
      </Radix.Close>
    </Radix.Root>
  );
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const announce = useCallback<Announce>((toast) => {
    count += 1;
    const id = count;
    setToasts((all) => [...all.slice(-3), { ...toast, id }]);
  }, []);
  return (
    <Context.Provider value={announce}>
      <Radix.Provider swipeDirection="right">
        {children}
        {toasts.map((toast) => (
          <ToastView
            key={toast.id}
            toast={toast}
            onClose={() => setToasts((all) => all.filter((each) => each.id !== toast.id))}
          />
        ))}
        <Radix.Viewport className="fixed bottom-4 right-4 z-50 flex w-96 max-w-[calc(100vw-2rem)] flex-col gap-2 outline-none" />
      </Radix.Provider>
    </Context.Provider>
  );
}

export function useToast() {
  const announce = useContext(Context);
  const { t } = useTranslation();
  if (!announce) throw new Error('no ToastProvider above');
  const failed = useCallback(
    (failure: unknown) => {
      const problem = documentOf(failure);
      announce({ tone: 'bad', title: problem.what ?? problem.title ?? t('problem.title'), text: problem.why ?? problem.fix });
    },
    [announce, t],
  );
  return { announce, failed };
}
