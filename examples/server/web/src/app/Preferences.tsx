import { Languages, MoonStar, SunMedium } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuContent, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator, MenuTrigger } from '@/components/ui/menu';
import { useTranslation, type Language } from '@/i18n';
import { useTheme, type Theme } from './theme';

export function Preferences() {
  const { t, language, setLanguage } = useTranslation();
  const { theme, shown, setTheme } = useTheme();
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label={t('settings.open')}>{shown === 'dark' ? <MoonStar /> : <SunMedium />}</IconButton>
      </MenuTrigger>
      <MenuContent align="start" side="top">
        <MenuLabel>{t('theme.label')}</MenuLabel>
        <MenuRadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
          <MenuRadioItem value="dark">{t('theme.dark')}</MenuRadioItem>
          <MenuRadioItem value="light">{t('theme.light')}</MenuRadioItem>
          <MenuRadioItem value="system">{t('theme.system')}</MenuRadioItem>
        </MenuRadioGroup>
        <MenuSeparator />
        <MenuLabel>
          <Languages className="mr-1 inline h-3 w-3" aria-hidden />
          {t('language.label')}
        </MenuLabel>
        <MenuRadioGroup value={language} onValueChange={(value) => setLanguage(value as Language)}>
          <MenuRadioItem value="en">English</MenuRadioItem>
          <MenuRadioItem value="ru">Русский</MenuRadioItem>
        </MenuRadioGroup>
      </MenuContent>
    </Menu>
  );
}
