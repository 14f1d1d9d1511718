import type { Language } from '@/i18n';

export function duration(microseconds: number): string {
  if (microseconds < 1_000) return `${Math.round(microseconds)} µs`;
  if (microseconds < 1_000_000) return `${(microseconds / 1_000).toFixed(microseconds < 10_000 ? 1 : 0)} ms`;
  const seconds = microseconds / 1_000_000;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

export function integer(value: number, language: Language): string {
  return new Intl.NumberFormat(language).format(value);
}

/// As Python or PostgreSQL write it: with a space, microseconds, and maybe only the hours of the zone.
export function parseDate(text: string): Date | null {
  const date = new Date(
    text
      .trim()
      .replace(' ', 'T')
      .replace(/(\.\d{3})\d+/, '$1')
      .replace(/([+-]\d\d)$/, '$1:00'),
  );
  return Number.isNaN(date.getTime()) ? null : date;
}

export function day(text: string | null, language: Language): string {
  const date = text === null ? null : parseDate(text);
  if (!date) return text ?? '';
  return new Intl.DateTimeFormat(language, { year: 'numeric', month: 'short', day: 'numeric' }).format(date);
}

/// For where there is little room; the year goes without saying.
export function shortDay(text: string, language: Language): string {
  const date = parseDate(text);
  return date ? new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' }).format(date) : text;
}

export function moment(text: string | null, language: Language): string {
  const date = text === null ? null : parseDate(text);
  if (!date) return text ?? '';
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(date);
}

export function clock(text: string): string {
  return text.slice(11, 23);
}
