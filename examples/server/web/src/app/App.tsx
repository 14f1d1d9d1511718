import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy } from 'react';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router-dom';
import { Problem } from '@/api/client';
import { ToastProvider } from '@/components/ui/toast';
import { TooltipProvider } from '@/components/ui/tooltip';
import { TranslationProvider } from '@/i18n';
import { basePath } from '@/lib/base';
import { CommandProvider } from './commands';
import { NoSuchPage } from './NoSuchPage';
import { SessionProvider } from './session';
import { Shell } from './Shell';
import { ThemeProvider } from './theme';

const MigrationsScreen = lazy(() => import('@/screens/migrations/MigrationsScreen'));
const DataScreen = lazy(() => import('@/screens/data/DataScreen'));
const SchemaScreen = lazy(() => import('@/screens/schema/SchemaScreen'));
const ModelsScreen = lazy(() => import('@/screens/models/ModelsScreen'));
const QueryScreen = lazy(() => import('@/screens/query/QueryScreen'));
const DashboardScreen = lazy(() => import('@/screens/dashboard/DashboardScreen'));
const DriftScreen = lazy(() => import('@/screens/drift/DriftScreen'));
const BackupsScreen = lazy(() => import('@/screens/backups/BackupsScreen'));
const JournalScreen = lazy(() => import('@/screens/journal/JournalScreen'));
const RunsScreen = lazy(() => import('@/screens/runs/RunsScreen'));

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server has refused, it would refuse again.
      retry: (failures, failure) => failures < 2 && !(failure instanceof Problem && failure.document.status > 0),
      refetchOnWindowFocus: true,
    },
  },
});

const router = createBrowserRouter(
  [
    {
      path: '/',
      element: <Shell />,
      children: [
        { index: true, element: <Navigate to="/migrations" replace /> },
        { path: 'migrations', element: <MigrationsScreen /> },
        { path: 'data', element: <DataScreen /> },
        { path: 'schema', element: <SchemaScreen /> },
        { path: 'models', element: <ModelsScreen /> },
        { path: 'query', element: <QueryScreen /> },
        { path: 'overview', element: <DashboardScreen /> },
        { path: 'drift', element: <DriftScreen /> },
        { path: 'backups', element: <BackupsScreen /> },
        { path: 'journal', element: <JournalScreen /> },
        { path: 'runs', element: <RunsScreen /> },
        { path: '*', element: <NoSuchPage /> },
      ],
    },
  ],
  { basename: basePath },
);

export function App() {
  return (
    <QueryClientProvider client={client}>
      <ThemeProvider>
        <TranslationProvider>
          <TooltipProvider delayDuration={300} skipDelayDuration={200}>
            <ToastProvider>
              <SessionProvider>
                <CommandProvider>
                  <RouterProvider router={router} />
                </CommandProvider>
              </SessionProvider>
            </ToastProvider>
          </TooltipProvider>
        </TranslationProvider>
      </ThemeProvider>
    </QueryClientProvider>
  );
}
