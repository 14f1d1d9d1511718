import { Dialog } from '@/components/ui/dialog';
import { Keys } from '@/components/ui/keys';
import { useTranslation, type TextKey } from '@/i18n';
import { useScreens } from './session';

const groups: { name: TextKey; shortcuts: [TextKey, string][] }[] = [
  {
    name: 'shortcuts.migrations',
    shortcuts: [
      ['shortcuts.move', '↑ ↓'],
      ['shortcuts.ends', 'Home End'],
      ['shortcuts.current', 'c'],
      ['shortcuts.apply', 'a'],
      ['shortcuts.rollback', 'r'],
      ['shortcuts.new', 'n'],
      ['shortcuts.tabs', '1 2 3 4 5'],
    ],
  },
  {
    name: 'shortcuts.data',
    shortcuts: [
      ['shortcuts.cell', '↑ ↓ ← →'],
      ['shortcuts.edit', 'Enter F2'],
      ['shortcuts.null', 'Mod+Backspace'],
      ['shortcuts.mark', 'Shift+↑ ↓'],
      ['shortcuts.clipboard', 'Mod+C Mod+V'],
      ['shortcuts.fill', 'Mod+D'],
      ['shortcuts.row', 'Shift+Enter'],
      ['shortcuts.insert', 'i'],
      ['shortcuts.delete', 'Delete'],
      ['shortcuts.save', 'Mod+S'],
    ],
  },
  {
    name: 'shortcuts.query',
    shortcuts: [
      ['shortcuts.run', 'Mod+Enter'],
      ['query.runAll', 'Shift+Mod+Enter'],
      ['shortcuts.explain', 'F7'],
      ['shortcuts.analyze', 'Shift+F7'],
    ],
  },
];

function Row({ name, keys }: { name: string; keys: string }) {
  return (
    <li className="flex items-center justify-between gap-4 py-1">
      <span>{name}</span>
      <Keys of={keys} />
    </li>
  );
}

export function ShortcutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const screens = useScreens();
  return (
    <Dialog open={open} onClose={onClose} title={t('shortcuts.title')} width="wide">
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        <section>
          <h3 className="mb-1 text-xs font-medium text-faint">{t('shortcuts.everywhere')}</h3>
          <ul>
            <Row name={t('shortcuts.palette')} keys="Mod+K" />
            <Row name={t('shortcuts.search')} keys="/" />
            <Row name={t('shortcuts.close')} keys="Esc" />
            <Row name={t('shortcuts.sheet')} keys="?" />
            <Row name={t('shortcuts.list')} keys="↑ ↓" />
            {screens.map(({ path, name, keys }) => (
              <Row key={path} name={t('shortcuts.go', { screen: t(name) })} keys={keys} />
            ))}
          </ul>
        </section>
        <div className="space-y-5">
          {groups.map((group) => (
            <section key={group.name}>
              <h3 className="mb-1 text-xs font-medium text-faint">{t(group.name)}</h3>
              <ul>
                {group.shortcuts.map(([name, keys]) => (
                  <Row key={name} name={t(name)} keys={keys} />
                ))}
              </ul>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
