import './zod-jitless.ts';
import './styles/tokens.css';
import './styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { openSession } from './engine/session.ts';
import { ErrorBoundary } from './frame/ErrorBoundary.tsx';
import { useViewState } from './frame/view-state.ts';
import { pageHost } from './host/page-host.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
const host = pageHost();
const session = openSession(host);
host.onShow?.((shown) => {
  const { select, show } = useViewState.getState();
  if (shown.kind === 'person') select({ kind: 'person', id: shown.person });
  else show('firm');
});
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary over="window">
      <App session={session} host={host} />
    </ErrorBoundary>
  </StrictMode>,
);
