/** A node program for sigma that draws the band's mark: the same shapes as in lists, so colour is never the only cue; and the trend's ring. */
import type { NodeDisplayData, RenderParams } from 'sigma/types';
import type { ProgramInfo } from 'sigma/rendering';
import { NodeProgram } from 'sigma/rendering';
import { floatColor } from 'sigma/utils';
import { bands } from '../../core/contract/shapes.ts';
import type { Band, Trend } from '../../core/contract/shapes.ts';

const vertexShader = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute float a_trend;

uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_pixelRatio;

varying vec4 v_color;
varying float v_soft;
varying float v_shape;
varying float v_trend;
varying float v_reach;

const float bias = 255.0 / 254.0;

void main() {
  // Hidden nodes have no size, but a point is never smaller than a pixel: they go out of sight.
  gl_Position = a_size == 0.0 ? vec4(2.0, 2.0, 0.0, 1.0) : vec4((u_matrix * vec3(a_position, 1)).xy, 0, 1);
  float radius = max(a_size, 0.01) / u_sizeRatio * u_pixelRatio;
  // Only marks with room for it get the trend's ring; the others take no more than their disc.
  v_trend = radius > 8.0 ? a_trend : 0.0;
  v_reach = v_trend > 0.5 ? 1.5 : 1.0;
  gl_PointSize = 2.0 * radius * v_reach;
  // A pixel in radii.
  v_soft = 1.0 / radius;
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}
`;

const fragmentShader = /* glsl */ `
precision highp float;

varying vec4 v_color;
varying float v_soft;
varying float v_shape;
varying float v_trend;
varying float v_reach;

uniform vec3 u_paper;

void main(void) {
  vec2 offset = (gl_PointCoord - 0.5) * 2.0 * v_reach;
  float soft = v_soft;
  float r = length(offset);

  #ifdef PICKING_MODE
  gl_FragColor = r > 1.0 ? vec4(0.0) : v_color;
  #else
  float outside = clamp((r - 1.0) / soft + 1.0, 0.0, 1.0);
  // Marks of a few pixels are full: there is no room for a shape.
  if (soft > 0.4) {
    gl_FragColor = vec4(v_color.rgb, 1.0) * (1.0 - outside);
    return;
  }
  // How far the mark's colour reaches inwards from the rim, and how large its inner disc is: 0 strong, 1 moderate, 2 weak, else lapsed.
  float rim = v_shape < 0.5 ? 0.0 : (v_shape < 1.5 ? 0.8 : (v_shape < 2.5 ? 0.62 : 0.84));
  float core = v_shape > 0.5 && v_shape < 1.5 ? 0.58 : 0.0;
  float inRim = smoothstep(rim - soft, rim, r);
  float inCore = core > 0.0 ? 1.0 - smoothstep(core - soft, core, r) : 0.0;
  float coloured = rim == 0.0 ? 1.0 : max(inRim, inCore);
  vec4 inside = vec4(mix(u_paper, v_color.rgb, coloured), 1.0);
  gl_FragColor = mix(inside, vec4(0.0), outside);

  // The trend's ring: whole for rising, broken for fading.
  if (v_trend > 0.5) {
    float band = smoothstep(1.0 + soft * 1.6, 1.0 + soft * 2.4, r) - smoothstep(1.0 + soft * 3.2, 1.0 + soft * 4.0, r);
    float gaps = v_trend > 1.5 ? step(0.0, sin(atan(offset.y, offset.x) * 9.0)) : 1.0;
    gl_FragColor = mix(gl_FragColor, vec4(v_color.rgb, 1.0), band * gaps);
  }
  #endif
}
`;

/** What the map's node reducer returns beside sigma's own fields. */
interface BandNode extends NodeDisplayData {
  band: Band;
  trend: Trend | null;
}

type Uniform = 'u_sizeRatio' | 'u_pixelRatio' | 'u_matrix' | 'u_paper';

/** Draws nodes as discs, rings and ringed discs by their `band`; the graph's `paper` attribute (0 to 1 each) fills hollow ones. */
export class BandProgram extends NodeProgram<Uniform> {
  getDefinition() {
    return {
      // A point a node: triangles drawn as instances take ten times as long where there is no graphics card.
      VERTICES: 1,
      VERTEX_SHADER_SOURCE: vertexShader,
      FRAGMENT_SHADER_SOURCE: fragmentShader,
      METHOD: WebGLRenderingContext.POINTS,
      UNIFORMS: ['u_sizeRatio', 'u_pixelRatio', 'u_matrix', 'u_paper'] as Uniform[],
      ATTRIBUTES: [
        { name: 'a_position', size: 2, type: WebGLRenderingContext.FLOAT },
        { name: 'a_size', size: 1, type: WebGLRenderingContext.FLOAT },
        { name: 'a_color', size: 4, type: WebGLRenderingContext.UNSIGNED_BYTE, normalized: true },
        { name: 'a_shape', size: 1, type: WebGLRenderingContext.FLOAT },
        { name: 'a_trend', size: 1, type: WebGLRenderingContext.FLOAT },
        { name: 'a_id', size: 4, type: WebGLRenderingContext.UNSIGNED_BYTE, normalized: true },
      ],
    };
  }

  processVisibleItem(nodeIndex: number, startIndex: number, data: BandNode): void {
    const array = this.array;
    array[startIndex] = data.x;
    array[startIndex + 1] = data.y;
    array[startIndex + 2] = data.size;
    array[startIndex + 3] = floatColor(data.color);
    array[startIndex + 4] = bands.indexOf(data.band);
    array[startIndex + 5] = data.trend === 'rising' ? 1 : data.trend === 'fading' ? 2 : 0;
    array[startIndex + 6] = nodeIndex;
  }

  /** While the map moves nothing can be pointed at, so that only what is seen is drawn. */
  override render(params: RenderParams): void {
    const { pickProgram } = this;
    if (this.renderer.getGraph().getAttribute('isMoving') === true) this.pickProgram = null;
    super.render(params);
    this.pickProgram = pickProgram;
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo<Uniform>): void {
    const paper = this.renderer.getGraph().getAttribute('paper') as readonly [number, number, number];
    gl.uniform1f(uniformLocations.u_pixelRatio, params.pixelRatio);
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
    gl.uniform3f(uniformLocations.u_paper, paper[0], paper[1], paper[2]);
  }
}
