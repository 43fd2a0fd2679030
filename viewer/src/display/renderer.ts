// Draws images of numbers with WebGL2: the numbers are uploaded as they came, and become colours in the shader.

import { type Camera, matrix, type Size } from '../geometry/camera';
import type { NumberArray } from '../protocol/values';
import { colorMap } from './colorMaps';
import { type Display, linearPart, scaleNumber } from './display';

export interface Picture {
  readonly rows: number;
  readonly columns: number;
  /** One image; two for a direction (towards rows, towards columns); three for red, green and blue. */
  readonly planes: readonly NumberArray[];
  readonly mode: 'scalar' | 'wheel' | 'overlay';
  /** Limits of each plane of an overlay. */
  readonly limits?: readonly [number, number][];
  /** Colours of an overlay, 0 to 1. */
  readonly colors?: readonly [number, number, number][];
}

const vertex = `#version 300 es
in vec2 corner; uniform vec2 origin; uniform vec4 toClip; uniform vec2 size; out vec2 at;
void main() { at = corner * size - 0.5; vec2 p = at - origin;
  gl_Position = vec4(dot(toClip.xy, p), -dot(toClip.zw, p), 0, 1); }`;

// One source for all kinds of numbers: S is the sampler.
const fragment = (sampler: string) => `#version 300 es
precision highp float; precision highp int; precision highp ${sampler};
in vec2 at; out vec4 color;
uniform ${sampler} p0; uniform ${sampler} p1; uniform ${sampler} p2; uniform sampler2D lut;
uniform vec2 size; uniform vec2 limits[3]; uniform vec3 tints[3]; uniform vec3 nan;
uniform int scale, mode, smoothing; uniform float gamma, zoom; uniform bool centered, inverted, outside, grid;
float one(${sampler} p, vec2 q) { return float(texelFetch(p, ivec2(clamp(q, vec2(0), size - 1.0)), 0).r); }
float value(${sampler} p) {
  if (smoothing == 0) return one(p, floor(at + 0.5));
  vec2 b = floor(at), f = at - b;
  return mix(mix(one(p, b), one(p, b + vec2(1, 0)), f.x), mix(one(p, b + vec2(0, 1)), one(p, b + 1.0), f.x), f.y);
}
float bend(float v, float reach) { float x = v / (reach * ${linearPart}); return scale == 5 ? asinh(x) : sign(x) * log(1.0 + abs(x)); }
float scaled(float x, float w) {
  if (scale == 1) return log(1.0 + x * w) / log(1.0 + w);
  if (scale == 2) return sqrt(x);
  if (scale == 3) return pow(x, gamma);
  if (scale >= 4) return bend(x, 1.0) / bend(1.0, 1.0);
  return x;
}
float part(float v, vec2 l) {
  if (!(l.y > l.x)) return v > l.y ? 1.0 : 0.0;
  float reach = max(abs(l.x), abs(l.y));
  if (centered) return 0.5 + 0.5 * sign(v) * scaled(abs(v) / reach, reach);
  if (scale >= 4) return (bend(v, reach) - bend(l.x, reach)) / (bend(l.y, reach) - bend(l.x, reach));
  float x = (v - l.x) / (l.y - l.x);
  return x <= 0.0 ? x : scaled(x, l.y - l.x);
}
bool bad(float v) { return isnan(v) || isinf(v); }
vec3 look(float t) { return texelFetch(lut, ivec2(int(clamp(inverted ? 1.0 - t : t, 0.0, 1.0) * 255.0 + 0.5), 0), 0).rgb; }
void main() {
  if (any(lessThan(at, vec2(-0.5))) || any(greaterThanEqual(at, size - 0.5))) discard;
  vec3 rgb;
  float a = value(p0);
  if (mode == 1) {
    float b = value(p1), t = clamp(part(length(vec2(a, b)), limits[0]), 0.0, 1.0);
    float turn = atan(a, b) / 6.283185307;
    rgb = bad(a) || bad(b) ? nan : look(turn - floor(turn)) * t;
  } else if (mode == 2) {
    rgb = vec3(0);
    rgb += tints[0] * clamp(part(a, limits[0]), 0.0, 1.0);
    rgb += tints[1] * clamp(part(value(p1), limits[1]), 0.0, 1.0);
    rgb += tints[2] * clamp(part(value(p2), limits[2]), 0.0, 1.0);
  } else {
    float t = part(a, limits[0]);
    rgb = bad(a) ? nan : look(t);
    if (outside && !bad(a)) { if (a > limits[0].y) rgb = vec3(1.0, 0.15, 0.15); else if (a < limits[0].x) rgb = vec3(0.15, 0.35, 1.0); }
  }
  if (grid) { vec2 e = abs(fract(at + 0.5) - 0.5); float w = 0.5 - 0.5 / zoom; if (max(e.x, e.y) > w) rgb = mix(rgb, vec3(0.5), 0.35); }
  color = vec4(rgb, 1);
}`;

type Family = 'float' | 'unsigned' | 'signed';
const samplers: Record<Family, string> = { float: 'sampler2D', unsigned: 'usampler2D', signed: 'isampler2D' };

function familyOf(data: NumberArray): Family {
  if (data instanceof Float32Array) return 'float';
  return data instanceof Uint8Array || data instanceof Uint16Array || data instanceof Uint32Array ? 'unsigned' : 'signed';
}

export class Renderer {
  /** What was done since the page came: for tests and the monitor. */
  readonly counts = { draws: 0, uploads: 0, uploadedBytes: 0, lost: 0, drawMilliseconds: 0 };
  private gl: WebGL2RenderingContext | null = null;
  private programs = new Map<Family, { program: WebGLProgram; at: (name: string) => WebGLUniformLocation | null }>();
  private textures: (WebGLTexture | null)[] = [null, null, null];
  private formats: string[] = ['', '', ''];
  private lut: WebGLTexture | null = null;
  private lutName = '';
  private picture: Picture | null = null;
  private isUploaded = false;
  private readonly locations = new Map<string, WebGLUniformLocation | null>();

  constructor(readonly canvas: HTMLCanvasElement) {
    canvas.addEventListener('webglcontextlost', event => {
      event.preventDefault();
      this.counts.lost++;
      this.forget();
    });
    canvas.addEventListener('webglcontextrestored', () => this.onRestored?.());
  }

  /** Called when a lost context is back: draw again. */
  onRestored: (() => void) | null = null;

  /** Whether this browser can draw. */
  get isAvailable(): boolean {
    return this.context() !== null;
  }

  show(picture: Picture | null): void {
    this.picture = picture;
    this.isUploaded = false;
  }

  /** Draws the picture as the camera sees it. */
  draw(camera: Camera, size: Size, ratio: number, display: Display, low: number, high: number): void {
    const gl = this.context();
    if (!gl) return;
    const began = performance.now();
    const [width, height] = [Math.max(Math.round(size.width * ratio), 1), Math.max(Math.round(size.height * ratio), 1)];
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const picture = this.picture;
    if (!picture || picture.rows === 0 || picture.columns === 0) return;
    if (!this.isUploaded) this.upload(gl, picture);
    this.useMap(gl, picture.mode === 'wheel' ? 'hue' : display.map);
    const { program, at } = this.program(gl, familyOf(picture.planes[0] as NumberArray));
    gl.useProgram(program);
    const [xx, xy, yx, yy] = matrix(camera);
    gl.uniform2f(at('origin'), camera.column, camera.row);
    gl.uniform4f(at('toClip'), (2 * xx) / size.width, (2 * xy) / size.width, (2 * yx) / size.height, (2 * yy) / size.height);
    gl.uniform2f(at('size'), picture.columns, picture.rows);
    gl.uniform1i(at('p0'), 0);
    gl.uniform1i(at('p1'), 1);
    gl.uniform1i(at('p2'), 2);
    gl.uniform1i(at('lut'), 3);
    const limits = picture.limits ?? [[low, high]];
    gl.uniform2fv(
      at('limits'),
      [0, 1, 2].flatMap(i => limits[Math.min(i, limits.length - 1)] as [number, number]),
    );
    gl.uniform3fv(
      at('tints'),
      [0, 1, 2].flatMap(i => picture.colors?.[i] ?? [0, 0, 0]),
    );
    const map = colorMap(display.map);
    gl.uniform3f(at('nan'), ...(map.notANumber.map(v => v / 255) as [number, number, number]));
    gl.uniform1i(at('scale'), scaleNumber(display.scale));
    gl.uniform1i(at('mode'), ['scalar', 'wheel', 'overlay'].indexOf(picture.mode));
    gl.uniform1i(at('smoothing'), display.isSmooth ? 1 : 0);
    gl.uniform1f(at('gamma'), display.gamma);
    gl.uniform1f(at('zoom'), camera.scale * ratio);
    gl.uniform1i(at('centered'), display.isCentered && picture.mode === 'scalar' ? 1 : 0);
    gl.uniform1i(at('inverted'), display.isInverted && picture.mode === 'scalar' ? 1 : 0);
    gl.uniform1i(at('outside'), display.marksOutside ? 1 : 0);
    gl.uniform1i(at('grid'), camera.scale * ratio >= 16 && !display.isSmooth ? 1 : 0);
    for (let i = 0; i < 3; i++) {
      gl.activeTexture(gl.TEXTURE0 + i);
      gl.bindTexture(gl.TEXTURE_2D, this.textures[Math.min(i, picture.planes.length - 1)] ?? null);
    }
    gl.activeTexture(gl.TEXTURE3);
    gl.bindTexture(gl.TEXTURE_2D, this.lut);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    this.counts.draws++;
    this.counts.drawMilliseconds = performance.now() - began;
  }

  /** The colours of the last drawing, read back. */
  pixel(x: number, y: number): [number, number, number, number] {
    const gl = this.context();
    const rgba = new Uint8Array(4);
    gl?.readPixels(Math.floor(x), this.canvas.height - 1 - Math.floor(y), 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, rgba);
    return [rgba[0] as number, rgba[1] as number, rgba[2] as number, rgba[3] as number];
  }

  private context(): WebGL2RenderingContext | null {
    if (this.gl) return this.gl.isContextLost() ? null : this.gl;
    const gl = this.canvas.getContext('webgl2', {
      antialias: false,
      alpha: true,
      depth: false,
      premultipliedAlpha: true,
      preserveDrawingBuffer: true,
    });
    if (!gl || gl.isContextLost()) return null;
    this.gl = gl;
    this.prepare(gl);
    return gl;
  }

  private prepare(gl: WebGL2RenderingContext): void {
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  }

  private forget(): void {
    this.gl = null;
    this.programs.clear();
    this.locations.clear();
    this.textures = [null, null, null];
    this.formats = ['', '', ''];
    this.lut = null;
    this.lutName = '';
    this.isUploaded = false;
  }

  private upload(gl: WebGL2RenderingContext, picture: Picture): void {
    for (let i = 0; i < picture.planes.length; i++) {
      const data = picture.planes[i] as NumberArray;
      const [internal, format, type] = textureFormat(gl, data);
      const key = `${internal} ${picture.rows} ${picture.columns}`;
      gl.activeTexture(gl.TEXTURE0);
      if (this.formats[i] !== key) {
        gl.deleteTexture(this.textures[i] ?? null);
        this.textures[i] = gl.createTexture();
        this.formats[i] = key;
        gl.bindTexture(gl.TEXTURE_2D, this.textures[i] ?? null);
        gl.texStorage2D(gl.TEXTURE_2D, 1, internal, picture.columns, picture.rows);
        nearest(gl);
      }
      gl.bindTexture(gl.TEXTURE_2D, this.textures[i] ?? null);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, picture.columns, picture.rows, format, type, data);
      this.counts.uploads++;
      this.counts.uploadedBytes += data.byteLength;
    }
    this.isUploaded = true;
  }

  private useMap(gl: WebGL2RenderingContext, name: string): void {
    if (this.lutName === name && this.lut) return;
    this.lut ??= gl.createTexture();
    gl.activeTexture(gl.TEXTURE3);
    gl.bindTexture(gl.TEXTURE_2D, this.lut);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB8, 256, 1, 0, gl.RGB, gl.UNSIGNED_BYTE, colorMap(name).table);
    nearest(gl);
    this.lutName = name;
  }

  private program(gl: WebGL2RenderingContext, family: Family) {
    const known = this.programs.get(family);
    if (known) return known;
    const program = gl.createProgram();
    for (const [type, source] of [
      [gl.VERTEX_SHADER, vertex],
      [gl.FRAGMENT_SHADER, fragment(samplers[family])],
    ] as const) {
      const shader = gl.createShader(type) as WebGLShader;
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.bindAttribLocation(program, 0, 'corner');
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
      throw new Error(`The shader does not link: ${gl.getProgramInfoLog(program)}`);
    const at = (name: string) => {
      const key = `${family} ${name}`;
      if (!this.locations.has(key)) this.locations.set(key, gl.getUniformLocation(program, name));
      return this.locations.get(key) ?? null;
    };
    const made = { program, at };
    this.programs.set(family, made);
    return made;
  }
}

function nearest(gl: WebGL2RenderingContext): void {
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST);
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE);
}

function textureFormat(gl: WebGL2RenderingContext, data: NumberArray): [number, number, number] {
  if (data instanceof Float32Array) return [gl.R32F, gl.RED, gl.FLOAT];
  if (data instanceof Uint8Array) return [gl.R8UI, gl.RED_INTEGER, gl.UNSIGNED_BYTE];
  if (data instanceof Uint16Array) return [gl.R16UI, gl.RED_INTEGER, gl.UNSIGNED_SHORT];
  if (data instanceof Uint32Array) return [gl.R32UI, gl.RED_INTEGER, gl.UNSIGNED_INT];
  if (data instanceof Int8Array) return [gl.R8I, gl.RED_INTEGER, gl.BYTE];
  if (data instanceof Int16Array) return [gl.R16I, gl.RED_INTEGER, gl.SHORT];
  return [gl.R32I, gl.RED_INTEGER, gl.INT];
}
