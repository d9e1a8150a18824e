/**
 * Wraps an asynchronous task so that it never overlaps itself: calls made while it runs are folded into one further run after it.
 * A stream of "changed" events so costs one question at a time, however fast they come.
 */
export function oneAtATime(task: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  const start = () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    void task().finally(() => {
      running = false;
      if (!again) return;
      again = false;
      start();
    });
  };
  return start;
}
