import { useQuery } from '@tanstack/react-query';
import { runQuery } from '@/api/runs';
import { cn } from '@/lib/cn';
import { RunView } from '@/screens/runs/RunView';

/// The run of the address, below the history, which changes its states meanwhile. An error is to be read as a whole.
export function RunDock({ id, onClose }: { id: string; onClose: () => void }) {
  const { data: run } = useQuery(runQuery(id));
  return (
    <div className={cn('min-h-[15rem] shrink-0 border-t', run?.error ? 'h-[60%]' : 'h-[42%]')}>
      <RunView key={id} id={id} onClose={onClose} />
    </div>
  );
}
