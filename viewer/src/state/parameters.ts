// Parameters as the server's JSON Schema tells them: forms are made from it, and what is filled in becomes what is sent.

/** One parameter. */
export interface ParameterInfo {
  readonly type: string;
  readonly description: string;
  readonly default?: unknown;
  readonly enum?: string[];
  readonly items?: { readonly enum?: string[] };
  readonly minimum?: number;
  readonly maximum?: number;
  readonly 'x-kind': string;
  readonly 'x-form': string;
  readonly 'x-unit'?: string;
  readonly 'x-pick'?: string;
}

export interface ParameterSchema {
  readonly properties: Record<string, ParameterInfo>;
  readonly required: string[];
}

/** What is sent: a parameter without a text is left to its default. */
export function parametersOf(schema: ParameterSchema, input: (parameter: string) => string): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(schema.properties)) {
    const text = input(name).trim();
    if (text === '') continue;
    if (parameter.type === 'boolean') given[name] = text === 'true';
    else if (parameter.type === 'array')
      given[name] = text
        .split('\n')
        .map(line => line.trim())
        .filter(line => line !== '');
    else given[name] = parameter['x-form'] === 'RxC' ? lengths(text) : text;
  }
  return given;
}

/** What was sent, as it is filled in. */
export function textsOf(schema: ParameterSchema, given: Readonly<Record<string, unknown>>): Record<string, string> {
  const text = (value: unknown): string => (Array.isArray(value) ? value.map(text).join(',') : String(value));
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [
        name,
        schema.properties[name]?.type === 'array' ? (Array.isArray(value) ? value : [value]).map(text).join('\n') : text(value),
      ]),
  );
}

// People write 128 × 96 in many ways.
const lengths = (text: string) =>
  text
    .split(/[\s,x×*]+/i)
    .filter(part => part !== '')
    .join('x');
