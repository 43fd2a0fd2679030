// The programs that run on the graphics processor; display.ts is their plain twin.

import { linearPart, logSteps } from './display';

/** What a drawing needs of the shader. */
export interface Use {
  readonly mode: number;
  /** Images one behind the other. */
  readonly planes: number;
  readonly scale: number;
  readonly isFloat: boolean;
  /** Numbers are counts: a logarithm has the step of one. */
  readonly isWhole: boolean;
  /** What is no number is hatched: it has not been read yet. */
  readonly hatches: boolean;
  readonly isSmooth: boolean;
  readonly isCentered: boolean;
  readonly isInverted: boolean;
  readonly marksOutside: boolean;
  readonly hasGrid: boolean;
}

// Two steps, where the image has fewer pixels than the screen: numbers become colours once for each pixel of the image, and these are
// enlarged. Otherwise, and where colours are not those of single pixels (smooth, grid), in one step.
export const vertex = `#version 300 es
in vec2 corner; uniform vec2 origin; uniform vec4 toClip; uniform vec2 shift; uniform vec2 size; out vec2 at;
void main() { at = corner * size - 0.5; vec2 p = at - origin;
  gl_Position = vec4(dot(toClip.xy, p) + shift.x, -dot(toClip.zw, p) - shift.y, 0, 1); }`;

const each = (count: number, text: (i: number) => string) => Array.from({ length: count }, (_, i) => text(i)).join(' ');

// A program for each use: what a picture does not need is not there.
export const fragment = (sampler: string, use: Use) => `#version 300 es
precision highp float; precision highp int; precision highp ${sampler};
#define MODE ${use.mode}
#define SCALE ${use.scale}
in vec2 at; out vec4 color;
${each(use.planes, i => `uniform ${sampler} p${i};`)} uniform sampler2D lut;
uniform vec2 size; uniform vec2 limits[${use.planes}]; uniform vec3 tints[${use.planes}]; uniform vec3 nan, ground; uniform float gamma, zoom;
float one(${sampler} p, vec2 q) { return float(texelFetch(p, ivec2(q), 0).r); }
float value(${sampler} p) {
${
  use.isSmooth
    ? `vec2 b = floor(at), f = at - b, top = size - 1.0;
  return mix(mix(one(p, clamp(b, vec2(0), top)), one(p, clamp(b + vec2(1, 0), vec2(0), top)), f.x),
    mix(one(p, clamp(b + vec2(0, 1), vec2(0), top)), one(p, clamp(b + 1.0, vec2(0), top)), f.x), f.y);`
    : 'return one(p, clamp(at + 0.5, vec2(0), size - 1.0));'
}
}
float bend(float v, float reach) { float x = v / (reach * ${linearPart}); return SCALE == 5 ? asinh(x) : sign(x) * log(1.0 + abs(x)); }
float scaled(float x, float w) {
#if SCALE == 1
  float steps = ${use.isWhole ? 'w' : logSteps.toFixed(1)};
  return log(1.0 + x * steps) / log(1.0 + steps);
#elif SCALE == 2
  return sqrt(x);
#elif SCALE == 3
  return pow(x, gamma);
#elif SCALE >= 4
  return bend(x, 1.0) / bend(1.0, 1.0);
#else
  return x;
#endif
}
float part(float v, vec2 l) {
  if (!(l.y > l.x)) return v > l.y ? 1.0 : 0.0;
${
  use.isCentered
    ? 'float reach = max(abs(l.x), abs(l.y));\n  return 0.5 + 0.5 * sign(v) * scaled(abs(v) / reach, reach);'
    : use.scale >= 4
      ? 'float reach = max(abs(l.x), abs(l.y));\n  return (bend(v, reach) - bend(l.x, reach)) / (bend(l.y, reach) - bend(l.x, reach));'
      : 'float x = (v - l.x) / (l.y - l.x);\n  return x <= 0.0 ? x : scaled(x, l.y - l.x);'
}
}
bool bad(float v) { return ${use.isFloat ? 'isnan(v) || isinf(v)' : 'false'}; }
vec3 look(float t) { return texelFetch(lut, ivec2(int(clamp(${use.isInverted ? '1.0 - t' : 't'}, 0.0, 1.0) * 255.0 + 0.5), 0), 0).rgb; }
vec3 none() { return ${use.hatches ? 'mod(gl_FragCoord.x + gl_FragCoord.y, 9.0) < 2.0 ? mix(ground, vec3(0.5), 0.55) : ground' : 'nan'}; }
void main() {
  vec3 rgb;
  float a = value(p0);
#if MODE == 1
  float b = value(p1), t = clamp(part(length(vec2(a, b)), limits[0]), 0.0, 1.0);
  float turn = atan(a, b) / 6.283185307;
  rgb = bad(a) || bad(b) ? none() : look(turn - floor(turn)) * t;
#elif MODE == 2
  rgb = vec3(0);
  ${each(use.planes, i => `rgb += tints[${i}] * clamp(part(value(p${i}), limits[${i}]), 0.0, 1.0);`)}
#elif MODE == 3
  float g = value(p1), b = value(p2);
  rgb = bad(a) || bad(g) || bad(b) ? none() : clamp(vec3(part(a, limits[0]), part(g, limits[1]), part(b, limits[2])), 0.0, 1.0);
#else
  rgb = bad(a) ? none() : look(part(a, limits[0]));
  ${use.marksOutside ? 'if (!bad(a)) { if (a > limits[0].y) rgb = vec3(1.0, 0.15, 0.15); else if (a < limits[0].x) rgb = vec3(0.15, 0.35, 1.0); }' : ''}
#endif
  ${use.hasGrid ? 'vec2 e = abs(fract(at + 0.5) - 0.5); if (max(e.x, e.y) > 0.5 - 0.5 / zoom) rgb = mix(rgb, vec3(0.5), 0.35);' : ''}
  color = vec4(rgb, 1);
}`;

export const enlarging = `#version 300 es
precision highp float; in vec2 at; out vec4 color; uniform sampler2D image; uniform vec2 size;
void main() { color = texture(image, (at + 0.5) / size); }`;
