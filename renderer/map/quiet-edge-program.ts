/** Thin quiet lines that rest while a large map moves: they cost more than a frame, and nobody reads them then. */
import { EdgeLineProgram } from 'sigma/rendering';
import type { RenderParams } from 'sigma/types';

// Fewer links are drawn in every frame.
const mostMoving = 2000;

export class QuietEdgeProgram extends EdgeLineProgram {
  override render(params: RenderParams): void {
    const graph = this.renderer.getGraph();
    if (graph.size <= mostMoving || graph.getAttribute('isMoving') !== true) super.render(params);
  }
}
