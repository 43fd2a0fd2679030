// Makes the demo scan and starts the program that serves it, once for all tests.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    folder: string;
    link: string;
  }
}

export const ronchi = resolve(import.meta.dirname, '../../ronchi');

/** Starts a server and waits for its link. */
export function serve(folder: string, args: string[]): Promise<{ link: string; process: ChildProcess }> {
  const server = spawn(ronchi, ['view', ...args, '--no-browser'], {
    cwd: folder,
    env: { ...process.env, XDG_STATE_HOME: join(folder, 'state') },
  });
  return new Promise((done, fail) => {
    let text = '';
    server.stdout.on('data', data => {
      text += data;
      const link = /view: (\S+)/.exec(text)?.[1];
      if (link) done({ link, process: server });
    });
    server.stderr.on('data', data => {
      text += data;
    });
    server.on('exit', code => fail(new Error(`ronchi view ended with ${code}: ${text}`)));
  });
}

/** Ends a server as Ctrl-C does. */
export async function stop(server: ChildProcess): Promise<void> {
  server.removeAllListeners('exit');
  const ended = new Promise(done => server.once('exit', done));
  server.kill('SIGINT');
  await ended;
}

export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'ronchi-e2e-'));
  mkdirSync(join(folder, 'scan'));
  execFileSync(ronchi, ['demo', '--no-view', '-o', join(folder, 'scan')], { stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(join(folder, 'scan', 'broken_master.h5'), 'no scan at all');
  const { link, process: server } = await serve(folder, [join(folder, 'scan', 'scan_master.h5')]);
  project.provide('folder', folder);
  project.provide('link', link);
  return async () => {
    await stop(server);
    rmSync(folder, { recursive: true, force: true });
  };
}
