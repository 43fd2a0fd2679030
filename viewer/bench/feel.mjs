// How the page feels: measured in a real browser, against a real server, on the same processors.
// node bench/feel.mjs '{"ronchi": …, "master": …, "large": …, "series": …, "steps": 200, "soak": 60}'
// Prints a line of JSON for each metric. benchmarks/Throughput runs it as the suite "viewer".

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const settings = JSON.parse(process.argv[2]);
const state = await mkdtemp(join(tmpdir(), 'ronchi-feel-'));
const servers = [];
const record = (name, value, unit, better = 'lower', target = null) => console.log(JSON.stringify({ name, value, unit, better, target }));
const wants = name => !settings.only || name.includes(settings.only);

async function serve(args, cwd) {
  const server = spawn(settings.ronchi, ['view', ...args, '--no-browser'], { cwd, env: { ...process.env, XDG_STATE_HOME: join(state, String(servers.length)) } });
  servers.push(server);
  return new Promise((done, fail) => {
    let text = '';
    const take = data => {
      text += data;
      const link = /view: (\S+)/.exec(text)?.[1];
      if (link) done({ link, server });
    };
    server.stdout.on('data', take);
    server.stderr.on('data', take);
    server.on('exit', code => fail(new Error(`the server ended with ${code}: ${text}`)));
  });
}

async function stop(server) {
  server.removeAllListeners('exit');
  const ended = new Promise(done => server.once('exit', done));
  server.kill('SIGINT');
  await ended;
}

const browser = await chromium.launch({
  executablePath: process.env.RONCHI_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-dev-shm-usage', '--hide-scrollbars', '--force-device-scale-factor=1', '--disable-background-networking', '--js-flags=--expose-gc'],
});
const errors = [];

async function newPage() {
  const page = await (await browser.newContext({ viewport: { width: settings.width ?? 1024, height: settings.height ?? 700 } })).newPage();
  page.on('console', message => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', error => errors.push(error.message));
  // A change counts as drawn when its pixels can be read back, not when they were asked for.
  await page.addInitScript(() => {
    window.feel = { since: 0, after: -1, pane: '', times: [], done: null };
    window.addEventListener('pointermove', event => {
      if (window.feel.since === 0) window.feel.since = event.timeStamp;
    }, true);
    const install = () => {
      if (!window.ronchi) return requestAnimationFrame(install);
      window.ronchi.probe.onDrawn = pane => {
        const { feel, ronchi: { probe } } = window;
        if (pane !== feel.pane || feel.since === 0 || probe.panes[pane].sequence <= feel.after) return;
        probe.renderers[pane].pixel(2, 2);
        feel.times.push(performance.now() - feel.since);
        feel.since = 0;
        feel.done?.();
      };
    };
    install();
  });
  return page;
}

const whole = page => page.waitForFunction(() => window.ronchi?.viewer.scan()?.isComplete && window.ronchi.viewer.shown().navigator && window.ronchi.viewer.shown().pattern && window.ronchi.viewer.connection.isSettled(), null, { timeout: 300_000 });

const sorted = list => [...list].sort((a, b) => a - b);
const part = (list, share) => sorted(list)[Math.min(Math.floor(list.length * share), list.length - 1)];

async function place(page, pane, row, column) {
  return page.evaluate(([name, r, c]) => {
    const { camera, size } = window.ronchi.viewer.panes[name];
    const box = document.querySelector(`.image[data-pane=${name}]`).getBoundingClientRect();
    return [box.left + size.width / 2 + (c - camera.column) * camera.scale, box.top + size.height / 2 + (r - camera.row) * camera.scale];
  }, [pane, row, column]);
}

/** The best of three rounds, by its median: the machine has other things to do. */
async function best(round) {
  const rounds = [];
  for (let i = 0; i < 3; i++) rounds.push(await round());
  return rounds.sort((a, b) => part(a, 0.5) - part(b, 0.5))[0];
}

/** Drags along a curve, step by step; each step waits until it is drawn. */
async function drag(page, from, target, at, steps) {
  const [x0, y0] = await place(page, from, ...at(0));
  await page.mouse.move(x0, y0);
  await page.mouse.down();
  await page.evaluate(pane => Object.assign(window.feel, { pane, times: [], since: 0 }), target);
  for (let i = 1; i <= steps; i++) {
    const [x, y] = await place(page, from, ...at(i));
    await page.evaluate(pane => Object.assign(window.feel, { since: 0, after: window.ronchi.probe.panes[pane].sequence }), target);
    const drawn = page.evaluate(() => new Promise(done => {
      window.feel.done = done;
      setTimeout(done, 3000);
    }));
    await page.mouse.move(x, y);
    await drawn;
  }
  await page.mouse.up();
  return page.evaluate(() => window.feel.times);
}

try {
  const { link, server } = await serve([settings.master], dirname(settings.master));
  const page = await newPage();
  await page.goto(link);
  await whole(page);

  if (wants('open-resident')) {
    const times = [];
    for (let i = 0; i < 7; i++) {
      const again = await newPage();
      await again.goto(link);
      await again.waitForFunction(() => window.ronchi?.probe.panes.navigator.sequence >= 1, null, { polling: 'raf' });
      times.push(await again.evaluate(() => window.ronchi.probe.panes.navigator.at));
      await again.context().close();
    }
    record('open-resident', part(times, 0.5) / 1000, 's', 'lower', 1.0);
  }

  const disk = await page.evaluate(() => ({ ...window.ronchi.viewer.scan().disk }));
  const radius = disk.radius;
  // A closed curve: each round ends where it began.
  const near = i => [disk.row + Math.sin((8 * Math.PI * i) / settings.steps) * radius, disk.column + (Math.cos((10 * Math.PI * i) / settings.steps) - 1) * radius * 1.5];
  if (wants('drag-to-image')) {
    const times = await best(() => drag(page, 'pattern', 'navigator', near, settings.steps));
    record('drag-to-image-p50', part(times, 0.5), 'ms', 'lower', 33);
    record('drag-to-image-p95', part(times, 0.95), 'ms', 'lower', 60);
    record('drag-to-image-steps', times.length, 'steps', 'higher', settings.steps);
  }
  if (wants('drag-rate')) {
    // Without waiting: as a hand moves.
    const [x0, y0] = await place(page, 'pattern', ...near(0));
    const now = await page.evaluate(() => window.ronchi.viewer.document.detectors[0].shape);
    const [px, py] = await place(page, 'pattern', now.row, now.column);
    await page.mouse.move(px, py);
    await page.mouse.down();
    const before = await page.evaluate(() => ({ draws: window.ronchi.probe.panes.navigator.draws, at: performance.now() }));
    for (let i = 1; i <= settings.steps; i++) await page.mouse.move(x0 + 40 * Math.sin(i / 15), y0 + 40 * Math.cos(i / 15));
    const after = await page.evaluate(() => ({ draws: window.ronchi.probe.panes.navigator.draws, at: performance.now() }));
    await page.mouse.up();
    record('drag-rate', ((after.draws - before.draws) * 1000) / (after.at - before.at), 'images/s', 'higher');
  }
  if (wants('probe-to-pattern')) {
    const [rows, columns] = await page.evaluate(() => window.ronchi.viewer.scan().scanShape);
    const times = await best(async () => {
      const start = await page.evaluate(() => ({ ...window.ronchi.viewer.document.selectors[0].shape }));
      return drag(page, 'navigator', 'pattern', i => (i === 0 ? [start.row, start.column] : [((start.row + i * 7) % (rows - 4)) + 2, ((start.column + i * 3) % (columns - 4)) + 2]), settings.steps);
    });
    record('probe-to-pattern-p50', part(times, 0.5), 'ms', 'lower', 25);
    record('probe-to-pattern-p95', part(times, 0.95), 'ms', 'lower', 50);
  }
  if (wants('display-only')) {
    const requests = () => page.evaluate(() => window.ronchi.viewer.connection.counts.requests);
    const before = await requests();
    const times = await page.evaluate(async steps => {
      const { viewer, probe } = window.ronchi;
      const list = [];
      for (let i = 0; i < steps; i++) {
        const draws = probe.panes.pattern.draws;
        const began = performance.now();
        viewer.setDisplay('pattern', 'bench', i % 3 === 0 ? { scale: ['linear', 'log', 'sqrt'][(i / 3) % 3] } : i % 3 === 1 ? { map: ['viridis', 'gray', 'inferno'][((i - 1) / 3) % 3] } : { low: i % 5, high: 100 + i });
        let frames = 0;
        while (probe.panes.pattern.draws === draws && frames < 10) {
          await new Promise(done => requestAnimationFrame(done));
          frames++;
        }
        probe.renderers.pattern.pixel(2, 2);
        list.push([performance.now() - began, frames]);
      }
      return list;
    }, settings.steps);
    record('display-only-requests', (await requests()) - before, 'requests', 'lower', 0);
    record('display-only-frames', Math.max(...times.map(([, frames]) => frames)), 'frames', 'lower', 1);
    record('display-only', part(times.map(([ms]) => ms), 0.5), 'ms');
  }
  if (wants('bundle-gzip')) record('bundle-gzip', gzipSync(readFileSync(join(import.meta.dirname, '../dist/viewer.js')), { level: 9 }).length / 1024, 'KB', 'lower', 110);

  if (wants('soak') && settings.soak > 0) {
    const client = await page.context().newCDPSession(page);
    const look = async () => {
      await client.send('HeapProfiler.collectGarbage');
      const { metrics } = await client.send('Performance.getMetrics');
      const heap = metrics.find(metric => metric.name === 'JSHeapUsedSize').value;
      const nodes = metrics.find(metric => metric.name === 'Nodes').value;
      const memory = await page.evaluate(async () => (await (await fetch('api/memory')).json()).process);
      return { heap, nodes, memory };
    };
    await client.send('Performance.enable');
    const random = (n => () => (n = (n * 1103515245 + 12345) % 2147483648) / 2147483648)(42);
    const act = async () => {
      const pane = random() < 0.5 ? 'navigator' : 'pattern';
      const box = await page.locator(`.image[data-pane=${pane}]`).boundingBox();
      const at = () => [box.x + box.width * (0.2 + 0.6 * random()), box.y + box.height * (0.25 + 0.5 * random())];
      const choice = random();
      if (choice < 0.45) {
        await page.mouse.move(...at());
        await page.mouse.down();
        await page.mouse.move(...at(), { steps: 6 });
        await page.mouse.up();
      } else if (choice < 0.6) {
        await page.mouse.move(...at());
        await page.mouse.wheel(0, random() < 0.5 ? -200 : 200);
      } else {
        const keys = ['1', '2', '3', '4', '5', 'l', 'c', 'i', 'a', 'e', 'q', '0', 'ArrowLeft', 'ArrowDown', 'Shift+ArrowRight', 'Control+z', 'Control+z', 'Control+y', 'x', 'h', 'Shift+A'];
        await page.locator('.image').first().focus();
        await page.keyboard.press(keys[Math.floor(random() * keys.length)]);
      }
    };
    const began = Date.now();
    let first = null;
    let actions = 0;
    while (Date.now() - began < settings.soak * 1000) {
      await act();
      actions++;
      if (!first && Date.now() - began > settings.soak * 333) first = await look();   // after a third everything has been used once
    }
    await page.waitForTimeout(500);
    const last = await look();
    record('soak-browser-growth', (last.heap / first.heap - 1) * 100, '%', 'lower', 5);
    record('soak-server-growth', (last.memory / first.memory - 1) * 100, '%', 'lower', 5);
    record('soak-nodes-growth', last.nodes - first.nodes, 'nodes', 'lower');
    record('soak-actions', actions, 'actions', 'higher');
    record('soak-seconds', settings.soak, 's', 'higher');
  }
  await page.context().close();
  await stop(server);

  if (wants('open-1gb') && settings.large) {
    const times = [];
    for (let i = 0; i < 3; i++) {
      const large = await serve([], dirname(settings.large));
      const other = await newPage();
      await other.goto(large.link);
      await other.locator('.connection.open').waitFor();
      times.push(await other.evaluate(path => new Promise(done => {
        const began = performance.now();
        const look = () => {
          const { probe } = window.ronchi;
          const data = window.ronchi.viewer.shown().navigator?.data;
          if (probe.panes.navigator.sequence >= 1 && data?.some(value => value > 0)) done(performance.now() - began);
          else requestAnimationFrame(look);
        };
        window.ronchi.viewer.connection.send({ type: 'open', path });
        look();
      }), settings.large));
      await other.context().close();
      await stop(large.server);
    }
    record('open-1gb', part(times, 0.5) / 1000, 's', 'lower', 1.5);
  }

  if (wants('play-5d') && settings.series) {
    const series = await serve([settings.series], dirname(settings.series));
    const other = await newPage();
    await other.goto(series.link);
    await whole(other);
    const length = await other.evaluate(() => {
      window.ronchi.play.setFps(60);
      window.ronchi.play.toggle();
      return window.ronchi.viewer.scan().scanShape[0];
    });
    const windows = [];
    for (let i = 0; i < 4; i++) {
      const seen = await other.evaluate(() => new Promise(done => {
        const { probe } = window.ronchi;
        probe.members.length = 0;
        const began = performance.now();
        setTimeout(() => done({ members: [...probe.members], seconds: (performance.now() - began) / 1000 }), 4000);
      }));
      if (i > 0) windows.push({ rate: seen.members.length / seen.seconds, skipped: seen.members.slice(1).filter((member, k) => member !== (seen.members[k] + 1) % length).length });   // the first warms up
    }
    await other.evaluate(() => window.ronchi.play.toggle());
    record('play-5d', Math.max(...windows.map(({ rate }) => rate)), 'frames/s', 'higher', 30);
    record('play-5d-skipped', windows.reduce((sum, { skipped }) => sum + skipped, 0), 'members', 'lower', 0);
    await other.context().close();
    await stop(series.server);
  }
  record('console-errors', errors.length, 'errors', 'lower', 0);
  for (const error of errors.slice(0, 5)) console.error(error);
} finally {
  await browser.close();
  for (const server of servers) server.kill('SIGKILL');
  await rm(state, { recursive: true, force: true });
}
