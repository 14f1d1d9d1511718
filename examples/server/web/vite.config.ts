import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const server = process.env.ALEMBICORE_SERVER ?? 'http://127.0.0.1:3200';

export default defineConfig(({ command }) => ({
  // Relative, so that the page works below any path prefix of a proxy.
  base: command === 'build' ? './' : '/',
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    // Inlined assets would need data: in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // ELK is one file of 1.4 MB, which a worker loads when a diagram is opened.
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      output: {
        manualChunks: {
          react: ['react', 'react-dom', 'react-router-dom', '@tanstack/react-query'],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/docs', '/healthz'].map((path) => [path, { target: server, changeOrigin: true }]),
    ),
  },
}));
