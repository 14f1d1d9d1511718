import { StrictMode } from 'react';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { App } from '@/app/App';
import { styleNonce } from '@/lib/style-nonce';
import './index.css';

// For the styles that keep the page from scrolling behind a dialog.
setNonce(styleNonce);

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
