import { Component, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { ProblemView } from '@/components/ui/problem';
import { useTranslation } from '@/i18n';

function Crash({ failure }: { failure: Error }) {
  const { t } = useTranslation();
  return (
    <div className="mx-auto max-w-2xl space-y-3 p-8">
      <h2 className="text-lg font-semibold">{t('problem.crash')}</h2>
      <p className="text-soft">{t('problem.crashFix')}</p>
      <ProblemView
        failure={failure}
        actions={<Button onClick={() => window.location.reload()}>{t('problem.reload')}</Button>}
      />
    </div>
  );
}

/// Keeps a failure of one screen on that screen.
export class ErrorBoundary extends Component<{ children: ReactNode }, { failure: Error | null }> {
  override state: { failure: Error | null } = { failure: null };

  static getDerivedStateFromError(failure: Error) {
    return { failure };
  }

  override render() {
    return this.state.failure ? <Crash failure={this.state.failure} /> : this.props.children;
  }
}
