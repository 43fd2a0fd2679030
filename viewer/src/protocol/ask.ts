// What the server answers over HTTP.

/** Why there is no answer. */
export const serverAway = 'The server does not answer.';

/** Whether a sentence says that: it is true until the server is back. */
export const isAway = (text: string) => text.startsWith(serverAway.slice(0, -1));

/** An answer as JSON; what it refuses is thrown, in its own words. */
export async function ask<T>(address: string): Promise<T> {
  const answer = await answered(address);
  return (await answer.json()) as T;
}

/** An answer as bytes. */
export async function askBytes(address: string): Promise<ArrayBuffer> {
  return (await answered(address)).arrayBuffer();
}

/** What the server refuses, in its own words. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** The parameter that is wrong; empty: none of them alone. */
    readonly parameter: string,
  ) {
    super(message);
  }
}

/** What a request with a body is answered. */
export async function post<T>(address: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const headers = { 'Content-Type': 'application/json' };
  const answer = await answered(address, { method: 'POST', headers, body: JSON.stringify(body), ...(signal ? { signal } : {}) });
  return (await answer.json()) as T;
}

async function answered(address: string, request?: RequestInit): Promise<Response> {
  const answer = await fetch(address, request).catch(() => {
    throw new Error(serverAway);
  });
  if (answer.ok) return answer;
  const body = (await answer.json().catch(() => ({}))) as { error?: string; parameter?: string };
  throw new Refusal(body.error ?? serverAway, body.parameter ?? '');
}

/** What an error says. */
export const said = (error: unknown) => (error instanceof Error ? error.message : String(error));
