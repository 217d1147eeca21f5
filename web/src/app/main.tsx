// Starts the app in the page.
import './first.ts';
import '../ui/styles/index.css';
import 'virtual:uswds-subset.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { KeysProvider, LiveProvider, ToastProvider } from '../ui/index.ts';
import { queries } from './api.ts';
import { router } from './router.tsx';
import { SessionProvider } from './session.tsx';
import { applyTheme } from './theme.ts';

applyTheme();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <KeysProvider>
        <LiveProvider>
          <ToastProvider>
            <SessionProvider>
              <RouterProvider router={router} />
            </SessionProvider>
          </ToastProvider>
        </LiveProvider>
      </KeysProvider>
    </QueryClientProvider>
  </StrictMode>,
);
