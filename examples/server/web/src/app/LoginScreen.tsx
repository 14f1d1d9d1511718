import { useMutation } from '@tanstack/react-query';
import { LoaderCircle, LogIn } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { logIn } from '@/api/session';
import type { Session } from '@/api/types';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/input';
import { documentOf, ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';
import { Mark } from './Mark';
import { Preferences } from './Preferences';

interface LoginScreenProps {
  session: Session;
  onDone: (session: Session) => void;
}

/// In the place of the page, whose address stays: who logs in lands where they wanted to go.
export function LoginScreen({ session, onDone }: LoginScreenProps) {
  const { t } = useTranslation();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const attempt = useMutation({
    mutationFn: () => logIn(user, password),
    onSuccess: onDone,
    onError: () => setPassword(''),
  });
  const byPassword = session.login?.includes('password') ?? true;
  const wrong = attempt.error !== null && documentOf(attempt.error).status === 401;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (user !== '' && password !== '') attempt.mutate();
  };
  return (
    <main className="flex h-full flex-col items-center justify-center gap-6 overflow-auto p-4">
      <div className="flex items-center gap-3">
        <Mark className="h-8 w-8" />
        <span className="text-xl font-semibold tracking-tight">alembicore</span>
      </div>
      <section className="w-full max-w-sm rounded-lg border bg-panel p-6 shadow-float">
        <h1 className="text-base font-semibold">{t('login.title')}</h1>
        {!byPassword && <p className="mt-2 text-soft">{t('login.bearer')}</p>}
        {byPassword && (
          <form onSubmit={submit} className="mt-4 space-y-4">
            <Field label={t('login.user')}>
              {(attributes) => (
                <Input
                  {...attributes}
                  autoFocus
                  name="username"
                  autoComplete="username"
                  autoCapitalize="none"
                  value={user}
                  onChange={(event) => setUser(event.target.value)}
                />
              )}
            </Field>
            <Field label={t('login.password')} error={wrong ? t('login.wrong') : undefined}>
              {(attributes) => (
                <Input
                  {...attributes}
                  type="password"
                  name="password"
                  autoComplete="current-password"
                  aria-invalid={wrong}
                  value={password}
                  onChange={(event) => setPassword(event.target.value)}
                />
              )}
            </Field>
            {attempt.error && !wrong && <ProblemView failure={attempt.error} />}
            <Button
              type="submit"
              look="primary"
              className="w-full justify-center"
              disabled={user === '' || password === '' || attempt.isPending}
            >
              {attempt.isPending ? <LoaderCircle className="animate-spin" aria-hidden /> : <LogIn aria-hidden />}
              {t('login.act')}
            </Button>
          </form>
        )}
      </section>
      <Preferences />
    </main>
  );
}
