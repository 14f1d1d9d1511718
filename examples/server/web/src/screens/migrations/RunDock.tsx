import { RunView } from '@/screens/runs/RunView';

/// The run of the address, below the history, which changes its states meanwhile.
export function RunDock({ id, onClose }: { id: string; onClose: () => void }) {
  return (
    <div className="h-[42%] min-h-[15rem] shrink-0 border-t">
      <RunView key={id} id={id} onClose={onClose} />
    </div>
  );
}
