/** Records a page as a film, with nothing but the browser: its frames are drawn on the canvas of another page, which keeps them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** Begins to record; the returned function ends it and writes the film (WebM) into `file`. */
export async function record(browser: Browser, page: Page, file: string): Promise<() => Promise<void>> {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
  // A context of its own, because a page in the background of another's window is not drawn.
  const studio = await (await browser.newContext()).newPage();
  await studio.evaluate(
    ([w, h]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h });
      const parts: Blob[] = [];
      const recorder = new MediaRecorder(canvas.captureStream(25), { videoBitsPerSecond: 2_500_000 });
      recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
      recorder.start();
      Object.assign(globalThis, {
        draw: async (jpeg: string) => {
          const image = new Image();
          image.src = `data:image/jpeg;base64,${jpeg}`;
          await image.decode();
          canvas.getContext('2d')?.drawImage(image, 0, 0, w, h);
        },
        film: async () => {
          const stopped = new Promise((done) => {
            recorder.addEventListener('stop', done, { once: true });
          });
          recorder.stop();
          await stopped;
          const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
          let text = '';
          for (const byte of bytes) text += String.fromCharCode(byte);
          return btoa(text);
        },
      });
    },
    [width, height] as const,
  );

  const camera = await page.context().newCDPSession(page);
  camera.on('Page.screencastFrame', ({ data, sessionId }) => {
    void camera.send('Page.screencastFrameAck', { sessionId });
    void studio.evaluate(
      (jpeg) => (globalThis as unknown as { draw: (jpeg: string) => Promise<void> }).draw(jpeg),
      data,
    );
  });
  await camera.send('Page.startScreencast', { format: 'jpeg', quality: 85, maxWidth: width, maxHeight: height });
  return async () => {
    await camera.send('Page.stopScreencast');
    const film = await studio.evaluate(() => (globalThis as unknown as { film: () => Promise<string> }).film());
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, Buffer.from(film, 'base64'));
    await studio.context().close();
  };
}
