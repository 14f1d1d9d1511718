import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

export type Theme = 'dark' | 'light' | 'system';

// public/theme.js reads the same before the first paint.
const stored = 'alembicore.theme';
const lightSystem = matchMedia('(prefers-color-scheme: light)');

function storedTheme(): Theme {
  const text = localStorage.getItem(stored);
  return text === 'light' || text === 'system' ? text : 'dark';
}

function apply(theme: Theme): 'dark' | 'light' {
  const light = theme === 'light' || (theme === 'system' && lightSystem.matches);
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
  return light ? 'light' : 'dark';
}

interface ThemeChoice {
  theme: Theme;
  shown: 'dark' | 'light';
  setTheme: (theme: Theme) => void;
}

const Context = createContext<ThemeChoice | null>(null);

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [theme, choose] = useState<Theme>(storedTheme);
  const [shown, setShown] = useState(() => apply(theme));
  useEffect(() => {
    const follow = () => setShown(apply(theme));
    follow();
    lightSystem.addEventListener('change', follow);
    return () => lightSystem.removeEventListener('change', follow);
  }, [theme]);
  const setTheme = useCallback((next: Theme) => {
    localStorage.setItem(stored, next);
    choose(next);
  }, []);
  const value = useMemo(() => ({ theme, shown, setTheme }), [theme, shown, setTheme]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useTheme(): ThemeChoice {
  const found = useContext(Context);
  if (!found) throw new Error('no ThemeProvider above');
  return found;
}
