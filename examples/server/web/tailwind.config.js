import containerQueries from '@tailwindcss/container-queries';

const token = (name) => `rgb(var(--${name}) / <alpha-value>)`;
const tokens = (...names) => Object.fromEntries(names.map((name) => [name, token(name)]));

/** @type {import('tailwindcss').Config} */
export default {
  content: ['./index.html', './src/**/*.{ts,tsx}'],
  darkMode: ['selector', '[data-theme="dark"]'],
  theme: {
    fontFamily: {
      sans: [
        '-apple-system',
        'BlinkMacSystemFont',
        '"Segoe UI Variable Text"',
        '"Segoe UI"',
        'Inter',
        'Roboto',
        'Ubuntu',
        'Cantarell',
        '"Noto Sans"',
        '"Liberation Sans"',
        'Arial',
        'sans-serif',
      ],
      mono: [
        'ui-monospace',
        'SFMono-Regular',
        'Menlo',
        '"Cascadia Mono"',
        'Consolas',
        '"Noto Sans Mono"',
        '"DejaVu Sans Mono"',
        '"Liberation Mono"',
        'monospace',
      ],
    },
    fontSize: {
      '2xs': ['0.6875rem', '1rem'],
      xs: ['0.75rem', '1.125rem'],
      sm: ['0.8125rem', '1.25rem'],
      base: ['0.875rem', '1.375rem'],
      lg: ['1.0625rem', '1.5rem'],
      xl: ['1.375rem', '1.75rem'],
    },
    extend: {
      colors: {
        ...tokens('canvas', 'panel', 'raised', 'hover', 'selected', 'line', 'edge'),
        ...tokens('ink', 'soft', 'faint', 'accent', 'accent-ink', 'accent-text'),
        ...tokens('applied', 'current', 'pending', 'broken', 'merge', 'unknown'),
      },
      borderColor: { DEFAULT: token('line') },
      borderRadius: { DEFAULT: '5px', md: '6px', lg: '9px' },
      boxShadow: {
        float: '0 1px 2px rgb(0 0 0 / 0.12), 0 12px 32px -6px rgb(0 0 0 / 0.36)',
      },
      keyframes: {
        appear: { from: { opacity: '0', transform: 'translateY(4px)' } },
        fade: { from: { opacity: '0' } },
        slide: { from: { opacity: '0', transform: 'translateX(12px)' } },
        late: { '0%, 60%': { opacity: '0' } },
        pulse: { '50%': { opacity: '0.45' } },
        sweep: { from: { transform: 'translateX(-100%)' }, to: { transform: 'translateX(300%)' } },
      },
      animation: {
        appear: 'appear 140ms cubic-bezier(0.2, 0, 0, 1)',
        fade: 'fade 120ms ease-out',
        slide: 'slide 160ms cubic-bezier(0.2, 0, 0, 1)',
        late: 'late 500ms ease-out',
        pulse: 'pulse 1.6s ease-in-out infinite',
        sweep: 'sweep 1.4s ease-in-out infinite',
      },
    },
  },
  plugins: [containerQueries],
};
