// Draws images of numbers with WebGL2: the numbers are uploaded as they came, and become colours in the shader.

import { type Camera, matrix, type Size, toScreen as toPane } from '../geometry/camera';
import type { NumberArray } from '../protocol/values';
import { colorMap } from './colorMaps';
import { type Display, scaleNumber } from './display';
import { Narrowing } from './narrowed';
import { enlarging, fragment, type Use, vertex } from './shaders';

const modes = ['scalar', 'wheel', 'overlay', 'color'] as const;

export interface Picture {
  readonly rows: number;
  readonly columns: number;
  /** One image; two for a direction (towards rows, towards columns); up to eight of an overlay; red, green, blue and perhaps one that is not drawn. */
  readonly planes: readonly NumberArray[];
  readonly mode: (typeof modes)[number];
  /** Limits of each plane of an overlay, and of colours that are shown as they are; absent: those of the pane. */
  readonly limits?: readonly [number, number][];
  /** The numbers are counts: whole ones of 32 bits at most. */
  readonly isWhole: boolean;
  /** Some of it has not been read yet: there it is no number. */
  readonly isPartial: boolean;
  /** Colours of an overlay, 0 to 1. */
  readonly colors?: readonly [number, number, number][];
}

/** From steps in the image to those of the clip space. */
interface Clip {
  readonly turn: readonly [number, number, number, number];
  readonly shift: readonly [number, number];
}

interface Program {
  readonly program: WebGLProgram;
  readonly at: (name: string) => WebGLUniformLocation | null;
}

// Textures of planes come first, eight at most (every WebGL2 has sixteen).
const mapUnit = 8;

type Family = 'float' | 'unsigned' | 'signed';
const samplers: Record<Family, string> = { float: 'sampler2D', unsigned: 'usampler2D', signed: 'isampler2D' };

function familyOf(data: NumberArray): Family {
  if (data instanceof Float32Array) return 'float';
  return data instanceof Uint8Array || data instanceof Uint16Array || data instanceof Uint32Array ? 'unsigned' : 'signed';
}

export class Renderer {
  /** What was done since the page came: for tests and the monitor. */
  readonly counts = { draws: 0, uploads: 0, uploadedBytes: 0, lost: 0, uploadMilliseconds: 0, drawMilliseconds: 0 };
  private gl: WebGL2RenderingContext | null = null;
  private programs = new Map<string, Program>();
  private textures: WebGLTexture[] = [];
  private formats: string[] = [];
  private lut: WebGLTexture | null = null;
  private lutName = '';
  private colored: { texture: WebGLTexture; frame: WebGLFramebuffer; size: string; of: string } | null = null;
  private picture: Picture | null = null;
  private readonly narrowing = new Narrowing();
  /** What the textures hold, and how many pictures they held. */
  private uploaded: Picture | null = null;
  private number = 0;
  private again: (() => void) | null = null;
  private ratio = 1;
  /** Where the canvas lies in the pane: it is as large as the part of the image that is seen, no larger. */
  left = 0;
  top = 0;

  constructor(readonly canvas: HTMLCanvasElement) {
    canvas.addEventListener('webglcontextlost', event => {
      event.preventDefault();
      this.counts.lost++;
      this.forget();
      setTimeout(() => !this.isAvailable && this.onLost?.(), 2000);
    });
    canvas.addEventListener('webglcontextrestored', () => this.onRestored?.());
  }

  /** Called when a lost context is back: draw again. */
  onRestored: (() => void) | null = null;

  /** Called when it does not come back. */
  onLost: (() => void) | null = null;

  /** Gives the context back: a browser has few of them at a time, and takes the oldest away for a new one. */
  dispose(): void {
    this.onLost = null;
    this.onRestored = null;
    this.gl?.getExtension('WEBGL_lose_context')?.loseContext();
  }

  /** The colour around the image, red, green and blue from 0 to 1. */
  background: [number, number, number] = [0, 0, 0];

  /** Whether this browser can draw. */
  get isAvailable(): boolean {
    return this.context() !== null;
  }

  show(picture: Picture | null): void {
    this.picture = picture;
  }

  /** Draws the picture as the camera sees it. */
  draw(camera: Camera, size: Size, ratio: number, wished: Display, lowest: number, highest: number): void {
    const gl = this.context();
    if (!gl) return;
    this.again = () => this.draw(camera, size, ratio, wished, lowest, highest);
    const began = performance.now();
    const { picture, display, low, high } = this.narrowing.of(this.picture, wished, lowest, highest);
    this.place(camera, size, ratio, picture);
    const [width, height] = [this.canvas.width, this.canvas.height];
    gl.viewport(0, 0, width, height);
    gl.clearColor(...this.background, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    if (!picture || picture.rows === 0 || picture.columns === 0) return;
    if (this.uploaded !== picture) this.upload(gl, picture);
    const family = familyOf(picture.planes[0] as NumberArray);
    const zoom = camera.scale * ratio;
    const isScalar = picture.mode === 'scalar';
    const use: Use = {
      mode: modes.indexOf(picture.mode),
      planes: picture.planes.length,
      scale: picture.mode === 'color' ? scaleNumber('linear') : scaleNumber(display.scale),
      isFloat: family === 'float',
      isWhole: picture.isWhole,
      hatches: picture.isPartial,
      isSmooth: display.isSmooth,
      isCentered: display.isCentered && isScalar,
      isInverted: display.isInverted && isScalar,
      marksOutside: display.marksOutside && isScalar,
      hasGrid: zoom >= 16 && !display.isSmooth,
    };
    const [xx, xy, yx, yy] = matrix(camera);
    const [w, h] = [width / ratio, height / ratio];
    const toScreen: Clip = {
      turn: [(2 * xx) / w, (2 * xy) / w, (2 * yx) / h, (2 * yy) / h],
      shift: [(2 * (size.width / 2 - this.left)) / w - 1, (2 * (size.height / 2 - this.top)) / h - 1],
    };
    if (zoom <= 1 || use.isSmooth || use.hasGrid || use.hatches)
      this.paint(gl, picture, use, display, [low, high], [camera.column, camera.row], toScreen, zoom);
    else {
      const what = JSON.stringify([this.number, use, display.map, display.gamma, low, high, picture.limits, picture.colors]);
      if (this.colored?.of !== what) {
        this.prepareColored(gl, picture);
        gl.viewport(0, 0, picture.columns, picture.rows);
        // Row 0 at the bottom, as textures have it.
        this.paint(
          gl,
          picture,
          use,
          display,
          [low, high],
          [picture.columns / 2 - 0.5, picture.rows / 2 - 0.5],
          { turn: [2 / picture.columns, 0, 0, -2 / picture.rows], shift: [0, 0] },
          zoom,
        );
        gl.bindFramebuffer(gl.FRAMEBUFFER, null);
        gl.viewport(0, 0, width, height);
        if (this.colored) this.colored.of = what;
      }
      const { program, at } = this.program(gl, 'enlarging', enlarging);
      gl.useProgram(program);
      gl.activeTexture(gl.TEXTURE0 + mapUnit);
      gl.bindTexture(gl.TEXTURE_2D, this.colored?.texture ?? null);
      gl.uniform1i(at('image'), mapUnit);
      gl.uniform2f(at('origin'), camera.column, camera.row);
      gl.uniform4f(at('toClip'), ...toScreen.turn);
      gl.uniform2f(at('shift'), ...toScreen.shift);
      gl.uniform2f(at('size'), picture.columns, picture.rows);
      gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    }
    this.counts.draws++;
    this.counts.drawMilliseconds = performance.now() - began;
  }

  /** Draws once more: what is on the canvas can be read until this task ends. */
  redraw(): void {
    this.again?.();
  }

  // No larger than needed: what is composed anew with each image is the canvas.
  private place(camera: Camera, size: Size, ratio: number, picture: Picture | null): void {
    const { rows, columns } = picture ?? { rows: 1, columns: 1 };
    const corners = [toPane(camera, size, -0.5, -0.5), toPane(camera, size, rows - 0.5, columns - 0.5)] as const;
    const snapped = (value: number, most: number, round: (v: number) => number) =>
      Math.min(Math.max(round(value * ratio), 0), Math.round(most * ratio));
    const left = snapped(Math.min(corners[0][0], corners[1][0]), size.width, Math.floor);
    const top = snapped(Math.min(corners[0][1], corners[1][1]), size.height, Math.floor);
    const width = Math.max(snapped(Math.max(corners[0][0], corners[1][0]), size.width, Math.ceil) - left, 1);
    const height = Math.max(snapped(Math.max(corners[0][1], corners[1][1]), size.height, Math.ceil) - top, 1);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    if (
      this.left !== left / ratio ||
      this.top !== top / ratio ||
      this.ratio !== ratio ||
      this.canvas.style.width !== `${width / ratio}px` ||
      this.canvas.style.height !== `${height / ratio}px`
    ) {
      [this.left, this.top, this.ratio] = [left / ratio, top / ratio, ratio];
      Object.assign(this.canvas.style, {
        left: `${this.left}px`,
        top: `${this.top}px`,
        width: `${width / ratio}px`,
        height: `${height / ratio}px`,
      });
    }
  }

  /** The colour at a point of the pane. */
  pixel(x: number, y: number): [number, number, number, number] {
    this.redraw();
    const gl = this.context();
    const rgba = new Uint8Array(4);
    gl?.readPixels(
      Math.floor((x - this.left) * this.ratio),
      this.canvas.height - 1 - Math.floor((y - this.top) * this.ratio),
      1,
      1,
      gl.RGBA,
      gl.UNSIGNED_BYTE,
      rgba,
    );
    return [rgba[0] as number, rgba[1] as number, rgba[2] as number, rgba[3] as number];
  }

  // Numbers to colours.
  private paint(
    gl: WebGL2RenderingContext,
    picture: Picture,
    use: Use,
    display: Display,
    range: [number, number],
    origin: [number, number],
    toClip: Clip,
    zoom: number,
  ): void {
    const family = familyOf(picture.planes[0] as NumberArray);
    this.useMap(gl, picture.mode === 'wheel' ? 'hue' : display.map);
    const { program, at } = this.program(gl, `${family} ${Object.values(use)}`, fragment(samplers[family], use));
    gl.useProgram(program);
    gl.uniform2f(at('origin'), ...origin);
    gl.uniform4f(at('toClip'), ...toClip.turn);
    gl.uniform2f(at('shift'), ...toClip.shift);
    gl.uniform2f(at('size'), picture.columns, picture.rows);
    const limits = picture.limits ?? picture.planes.map(() => range);
    gl.uniform1i(at('lut'), mapUnit);
    gl.uniform2fv(at('limits'), limits.flat());
    gl.uniform3fv(at('tints'), picture.colors?.flat() ?? new Float32Array(3 * picture.planes.length));
    gl.uniform3f(at('nan'), ...(colorMap(display.map).notANumber.map(v => v / 255) as [number, number, number]));
    gl.uniform3f(at('ground'), ...this.background);
    gl.uniform1f(at('gamma'), display.gamma);
    gl.uniform1f(at('zoom'), zoom);
    for (const i of picture.planes.keys()) {
      gl.uniform1i(at(`p${i}`), i);
      gl.activeTexture(gl.TEXTURE0 + i);
      gl.bindTexture(gl.TEXTURE_2D, this.textures[i] ?? null);
    }
    gl.activeTexture(gl.TEXTURE0 + mapUnit);
    gl.bindTexture(gl.TEXTURE_2D, this.lut);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  // The texture that holds the colours of the image, bound to be drawn into.
  private prepareColored(gl: WebGL2RenderingContext, picture: Picture): void {
    const size = `${picture.columns} ${picture.rows}`;
    if (this.colored?.size !== size) {
      if (this.colored) {
        gl.deleteTexture(this.colored.texture);
        gl.deleteFramebuffer(this.colored.frame);
      }
      const [texture, frame] = [gl.createTexture(), gl.createFramebuffer()];
      gl.activeTexture(gl.TEXTURE0 + mapUnit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, picture.columns, picture.rows);
      nearest(gl);
      gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
      this.colored = { texture, frame, size, of: '' };
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.colored.frame);
  }

  private context(): WebGL2RenderingContext | null {
    if (this.gl) return this.gl.isContextLost() ? null : this.gl;
    const gl = this.canvas.getContext('webgl2', { antialias: false, alpha: false, depth: false });
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
    this.textures = [];
    this.formats = [];
    this.lut = null;
    this.lutName = '';
    this.colored = null;
    this.uploaded = null;
  }

  private upload(gl: WebGL2RenderingContext, picture: Picture): void {
    const began = performance.now();
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
    this.uploaded = picture;
    this.number++;
    this.counts.uploadMilliseconds = performance.now() - began;
  }

  private useMap(gl: WebGL2RenderingContext, name: string): void {
    if (this.lutName === name && this.lut) return;
    this.lut ??= gl.createTexture();
    gl.activeTexture(gl.TEXTURE0 + mapUnit);
    gl.bindTexture(gl.TEXTURE_2D, this.lut);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB8, 256, 1, 0, gl.RGB, gl.UNSIGNED_BYTE, colorMap(name).table);
    nearest(gl);
    this.lutName = name;
  }

  private program(gl: WebGL2RenderingContext, key: string, source: string): Program {
    const known = this.programs.get(key);
    if (known) return known;
    const program = gl.createProgram();
    for (const [type, text] of [
      [gl.VERTEX_SHADER, vertex],
      [gl.FRAGMENT_SHADER, source],
    ] as const) {
      const shader = gl.createShader(type) as WebGLShader;
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.bindAttribLocation(program, 0, 'corner');
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
      throw new Error(`The shader does not link: ${gl.getProgramInfoLog(program)}`);
    const locations = new Map<string, WebGLUniformLocation | null>();
    const at = (name: string) => {
      if (!locations.has(name)) locations.set(name, gl.getUniformLocation(program, name));
      return locations.get(name) ?? null;
    };
    const made = { program, at };
    this.programs.set(key, made);
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
