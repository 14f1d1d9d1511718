import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { en } from './en';
import { ru } from './ru';
import { safetyEn } from './safety-en';
import { safetyRu } from './safety-ru';

export type TextKey = keyof typeof en | keyof typeof safetyEn;
export type Language = 'en' | 'ru';
type Values = Record<string, string | number>;
export type Translate = (key: TextKey, values?: Values) => string;

const texts: Record<Language, Record<TextKey, string>> = {
  en: { ...en, ...safetyEn },
  ru: { ...ru, ...safetyRu },
};
const stored = 'alembicore.language';

/// `{name}` is replaced; `{n#revision|revisions}` chooses the form for the number `n` (Russian has three).
function fill(text: string, values: Values, language: Language): string {
  return text.replace(/\{(\w+)(?:#([^}]*))?\}/g, (whole, name: string, forms?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    if (forms === undefined) return String(value);
    const choices = forms.split('|');
    const category = new Intl.PluralRules(language).select(Number(value));
    const index = language === 'ru' ? ['one', 'few', 'many'].indexOf(category) : category === 'one' ? 0 : 1;
    return choices[index] ?? choices.at(-1) ?? '';
  });
}

interface Translation {
  language: Language;
  setLanguage: (language: Language) => void;
  t: Translate;
}

const Context = createContext<Translation | null>(null);

function preferred(): Language {
  const chosen = localStorage.getItem(stored) ?? navigator.language;
  return chosen.startsWith('ru') ? 'ru' : 'en';
}

export function TranslationProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState<Language>(preferred);
  const setLanguage = useCallback((next: Language) => {
    localStorage.setItem(stored, next);
    choose(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo<Translation>(
    () => ({ language, setLanguage, t: (key, values = {}) => fill(texts[language][key], values, language) }),
    [language, setLanguage],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useTranslation(): Translation {
  const found = useContext(Context);
  if (!found) throw new Error('no TranslationProvider above');
  return found;
}
