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
attribute float a_angle;

uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;

varying vec4 v_color;
varying vec2 v_offset;
varying float v_radius;
varying float v_shape;
varying float v_trend;

const float bias = 255.0 / 254.0;
// How far the trend's ring may reach, in radii.
const float reach = 1.5;

void main() {
  // A triangle around all that is drawn: its corners are twice as far from the centre as its sides.
  float size = a_size * u_correctionRatio / u_sizeRatio * 4.0 * reach;
  v_offset = size * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + v_offset, 1)).xy, 0, 1);
  v_radius = size / (2.0 * reach);
  v_shape = a_shape;
  v_trend = a_trend;
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
varying vec2 v_offset;
varying float v_radius;
varying float v_shape;
varying float v_trend;

uniform float u_correctionRatio;
uniform vec3 u_paper;

void main(void) {
  float soft = u_correctionRatio * 2.0 / v_radius;
  float r = length(v_offset) / v_radius;

  #ifdef PICKING_MODE
  gl_FragColor = r > 1.0 ? vec4(0.0) : v_color;
  #else
  float outside = smoothstep(1.0 - soft, 1.0, r);
  // How far the mark's colour reaches inwards from the rim, and how large its inner disc is: 0 strong, 1 moderate, 2 weak, else lapsed.
  // Marks of a few pixels are full: there is no room for a shape.
  float rim = v_shape < 0.5 || soft > 0.4 ? 0.0 : (v_shape < 1.5 ? 0.8 : (v_shape < 2.5 ? 0.62 : 0.84));
  float core = v_shape > 0.5 && v_shape < 1.5 ? 0.58 : 0.0;
  float inRim = smoothstep(rim - soft, rim, r);
  float inCore = core > 0.0 ? 1.0 - smoothstep(core - soft, core, r) : 0.0;
  float coloured = rim == 0.0 ? 1.0 : max(inRim, inCore);
  vec4 inside = vec4(mix(u_paper, v_color.rgb, coloured), 1.0);
  gl_FragColor = mix(inside, vec4(0.0), outside);

  // Only marks with room for it get the ring: whole for rising, broken for fading.
  if (v_trend > 0.5 && soft < 0.12) {
    float band = smoothstep(1.0 + soft * 1.6, 1.0 + soft * 2.4, r) - smoothstep(1.0 + soft * 3.2, 1.0 + soft * 4.0, r);
    float gaps = v_trend > 1.5 ? step(0.0, sin(atan(v_offset.y, v_offset.x) * 9.0)) : 1.0;
    gl_FragColor = mix(gl_FragColor, vec4(v_color.rgb, 1.0), band * gaps);
  }
  #endif
}
`;

/** What the map's node reducer returns beside sigma's own fields. */
export interface BandNode extends NodeDisplayData {
  band: Band;
  trend: Trend | null;
}

type Uniform = 'u_sizeRatio' | 'u_correctionRatio' | 'u_matrix' | 'u_paper';

/** Draws nodes as discs, rings and ringed discs by their `band`; the graph's `paper` attribute (0 to 1 each) fills hollow ones. */
export class BandProgram extends NodeProgram<Uniform> {
  getDefinition() {
    return {
      VERTICES: 3,
      VERTEX_SHADER_SOURCE: vertexShader,
      FRAGMENT_SHADER_SOURCE: fragmentShader,
      METHOD: WebGLRenderingContext.TRIANGLES,
      UNIFORMS: ['u_sizeRatio', 'u_correctionRatio', 'u_matrix', 'u_paper'] as Uniform[],
      ATTRIBUTES: [
        { name: 'a_position', size: 2, type: WebGLRenderingContext.FLOAT },
        { name: 'a_size', size: 1, type: WebGLRenderingContext.FLOAT },
        { name: 'a_color', size: 4, type: WebGLRenderingContext.UNSIGNED_BYTE, normalized: true },
        { name: 'a_shape', size: 1, type: WebGLRenderingContext.FLOAT },
        { name: 'a_trend', size: 1, type: WebGLRenderingContext.FLOAT },
        { name: 'a_id', size: 4, type: WebGLRenderingContext.UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: 'a_angle', size: 1, type: WebGLRenderingContext.FLOAT }],
      CONSTANT_DATA: [[0], [(2 * Math.PI) / 3], [(4 * Math.PI) / 3]],
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

  setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo<Uniform>): void {
    const paper = this.renderer.getGraph().getAttribute('paper') as readonly [number, number, number];
    gl.uniform1f(uniformLocations.u_correctionRatio, params.correctionRatio);
    gl.uniform1f(uniformLocations.u_sizeRatio, params.sizeRatio);
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
    gl.uniform3f(uniformLocations.u_paper, paper[0], paper[1], paper[2]);
  }
}
