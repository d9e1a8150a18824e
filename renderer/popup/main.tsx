import '../zod-jitless.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openSession } from '../engine/session.ts';
import { connectThrough } from '../host/electron-host.ts';
import { popupBridge } from './popup-bridge.ts';
import { PopupPage } from './PopupPage.tsx';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
const bridge = popupBridge();
const session = openSession({ connect: () => connectThrough(bridge) });
createRoot(root).render(
  <StrictMode>
    <PopupPage session={session} bridge={bridge} />
  </StrictMode>,
);
