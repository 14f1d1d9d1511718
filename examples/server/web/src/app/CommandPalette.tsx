import * as Radix from '@radix-ui/react-dialog';
import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Play, Search, Table2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { historyQuery } from '@/api/migrations';
import { tablesQuery } from '@/api/tables';
import { Keys } from '@/components/ui/keys';
import { useTranslation } from '@/i18n';
import { useCommandList } from './commands';
import { useScreens } from './session';
import { useTheme, type Theme } from './theme';

const shownAtOnce = 30;

interface ItemProps {
  value: string;
  icon?: ReactNode;
  keys?: string;
  onSelect: () => void;
  children: ReactNode;
}

function Item({ value, icon, keys, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-8 cursor-default select-none items-center gap-2.5 rounded px-2 data-[selected=true]:bg-hover [&>svg]:h-3.5 [&>svg]:w-3.5 [&>svg]:text-faint"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && <Keys of={keys} />}
    </Command.Item>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={name}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint"
    >
      {children}
    </Command.Group>
  );
}

/// Thousands of revisions would make the list slow, so only those that match are given to it.
function useMatches(text: string) {
  const { data: history } = useQuery(historyQuery);
  const { data: tables } = useQuery({ ...tablesQuery, retry: false });
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return { revisions: [], tables: [] };
  const revisions = history?.migrations.filter((each) => `${each.revision} ${each.doc}`.toLowerCase().includes(wanted));
  return {
    revisions: revisions?.slice(0, shownAtOnce) ?? [],
    tables: tables?.filter((each) => each.name.toLowerCase().includes(wanted)).slice(0, shownAtOnce) ?? [],
  };
}

function Choices({ text, onClose }: { text: string; onClose: () => void }) {
  const { t, setLanguage } = useTranslation();
  const { setTheme } = useTheme();
  const navigate = useNavigate();
  const commands = useCommandList();
  const screens = useScreens();
  const matches = useMatches(text);
  const go = (act: () => void) => () => {
    onClose();
    act();
  };
  return (
    <>
      {commands.length > 0 && (
        <Group name={t('palette.actions')}>
          {commands.map((command) => (
            <Item key={command.id} value={command.name} icon={<Play />} keys={command.keys} onSelect={go(command.run)}>
              {command.name}
            </Item>
          ))}
        </Group>
      )}
      <Group name={t('palette.screens')}>
        {screens.map(({ path, name, icon: Icon, keys }) => (
          <Item key={path} value={`${t(name)} ${path}`} icon={<Icon />} keys={keys} onSelect={go(() => navigate(`/${path}`))}>
            {t(name)}
          </Item>
        ))}
      </Group>
      {matches.revisions.length > 0 && (
        <Group name={t('palette.revisions')}>
          {matches.revisions.map(({ revision, doc }) => (
            <Item key={revision} value={`${revision} ${doc}`} onSelect={go(() => navigate(`/migrations?rev=${revision}`))}>
              <span className="mono mr-2 text-xs text-faint">{revision.slice(0, 12)}</span>
              {doc}
            </Item>
          ))}
        </Group>
      )}
      {matches.tables.length > 0 && (
        <Group name={t('palette.tables')}>
          {matches.tables.map(({ schema, name }) => (
            <Item
              key={`${schema}.${name}`}
              value={`${schema}.${name}`}
              icon={<Table2 />}
              onSelect={go(() => navigate(`/data?${new URLSearchParams({ schema, table: name }).toString()}`))}
            >
              {name}
            </Item>
          ))}
        </Group>
      )}
      <Group name={t('palette.preferences')}>
        {(['dark', 'light', 'system'] as Theme[]).map((theme) => (
          <Item key={theme} value={`${t('theme.label')} ${t(`theme.${theme}`)} theme ${theme}`} onSelect={go(() => setTheme(theme))}>
            {t('theme.label')}: {t(`theme.${theme}`)}
          </Item>
        ))}
        <Item value="language english язык" onSelect={go(() => setLanguage('en'))}>
          {t('language.label')}: English
        </Item>
        <Item value="language russian русский язык" onSelect={go(() => setLanguage('ru'))}>
          {t('language.label')}: Русский
        </Item>
      </Group>
    </>
  );
}

export function CommandPalette({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const close = () => {
    setText('');
    onClose();
  };
  return (
    <Radix.Root open={open} onOpenChange={(wanted) => !wanted && close()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-black/40" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed left-1/2 top-[12vh] z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-lg border border-edge bg-panel shadow-float focus:outline-none"
        >
          <Radix.Title className="sr-only">{t('palette.open')}</Radix.Title>
          <Command label={t('palette.open')} loop>
            <div className="flex items-center gap-2.5 border-b px-3.5">
              <Search className="h-4 w-4 text-faint" aria-hidden />
              <Command.Input
                value={text}
                onValueChange={setText}
                placeholder={t('palette.placeholder')}
                className="h-11 w-full bg-transparent text-base outline-none placeholder:text-faint"
              />
            </div>
            <Command.List className="max-h-[50vh] overflow-auto p-1.5" label={t('palette.open')}>
              <Command.Empty className="px-3 py-8 text-center text-soft">{t('palette.empty')}</Command.Empty>
              <Choices text={text} onClose={close} />
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
