import { LocateFixed } from 'lucide-react';
import { Checkbox } from '@/components/ui/checkbox';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/input';
import { SearchInput } from '@/components/ui/search-input';
import { useTranslation } from '@/i18n';
import type { Diagnostic } from '@/api/types';
import type { Branches } from './history';
import { Legend } from './Legend';
import { Remarks } from './Remarks';

interface ToolbarProps {
  text: string;
  branch: string;
  pendingOnly: boolean;
  fold: boolean;
  branches: Branches;
  remarks: Diagnostic[];
  onChange: (changes: Record<string, string | null>) => void;
  onJump: () => void;
}

export function Toolbar({ text, branch, pendingOnly, fold, branches, remarks, onChange, onJump }: ToolbarProps) {
  const { t } = useTranslation();
  return (
    <div className="shrink-0 border-b @container">
      <div className="flex h-11 items-center gap-3 px-5 @4xl:gap-4">
        <SearchInput
          value={text}
          onChange={(value) => onChange({ q: value })}
          label={t('migrations.search')}
          className="w-64 min-w-[7rem] shrink @2xl:min-w-[13rem]"
        />
        {branches.labels.length + branches.heads.length > 0 && (
          <Select
            aria-label={t('migrations.branch')}
            value={branch}
            onChange={(event) => onChange({ branch: event.target.value })}
            className="h-7 w-auto max-w-36 shrink-0 text-xs @4xl:max-w-52"
          >
            <option value="">{t('migrations.allBranches')}</option>
            {branches.labels.map((each) => (
              <option key={each}>{each}</option>
            ))}
            {branches.heads.length > 0 && (
              <optgroup label={t('migrations.heads')}>
                {branches.heads.map((head) => (
                  <option key={head.revision} value={head.revision}>
                    {head.doc || head.revision}
                  </option>
                ))}
              </optgroup>
            )}
          </Select>
        )}
        <div className="hidden shrink-0 items-center gap-3 whitespace-nowrap text-soft @2xl:flex @4xl:gap-4 [&_label]:text-xs">
          <Checkbox checked={pendingOnly} onChange={(on) => onChange({ pending: on ? '1' : null })}>
            {t('migrations.onlyPending')}
          </Checkbox>
          <Checkbox checked={fold} onChange={(on) => onChange({ fold: on ? null : '0' })}>
            {t('migrations.collapse')}
          </Checkbox>
        </div>
        <div className="ml-auto flex items-center">
          <IconButton label={t('migrations.jump')} keys="c" onClick={onJump}>
            <LocateFixed />
          </IconButton>
          {remarks.length > 0 && <Remarks remarks={remarks} />}
          <Legend />
        </div>
      </div>
    </div>
  );
}
