// One WebSocket to the server: requests of each view go out at most once per frame of the screen, the newest only; it reconnects by itself.

import type { Job, SessionState } from './session';
import { decode, type Values, version } from './values';

export type Status = 'connecting' | 'open' | 'lost';
export type Request = Record<string, unknown> & { type: string };
/** What became of a request: it was asked, older values came meanwhile, it was answered, or refused. */
export type Fate = 'asked' | 'meanwhile' | 'answered' | { refusal: string };

export interface Listener {
  onStatus(status: Status): void;
  onState(state: SessionState): void;
  onJob(job: Job): void;
  /** Of no view that is shown: those are told to whoever registered them. */
  onError(message: string): void;
}

interface View {
  /** What the view shows or waits for; sent again after a lost connection. */
  request: Request | null;
  isDirty: boolean;
  sequence: number;
  answered: number;
  sentAt: number;
  take: (values: Values, roundTrip: number) => void;
  watch: (fate: Fate) => void;
}

export class Connection {
  readonly counts = { requests: 0, messages: 0, bytes: 0 };
  private socket: WebSocket | null = null;
  private readonly views = new Map<number, View>();
  private scheduled = 0;
  private wait = 250;
  private isGreeted = false;

  constructor(
    private readonly address: string,
    private readonly listener: Listener,
  ) {}

  open(): void {
    this.listener.onStatus('connecting');
    const socket = new WebSocket(this.address);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', versions: [version] }));
    socket.onmessage = event => this.take(event.data);
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.isGreeted = false;
      this.listener.onStatus('lost');
      setTimeout(() => this.open(), this.wait);
      this.wait = Math.min(this.wait * 2, 4000);
    };
  }

  /** Says who takes the values of a view, and who wants to know what becomes of its requests. */
  register(view: number, take: View['take'], watch: View['watch'] = () => undefined): void {
    this.views.set(view, { request: null, isDirty: false, sequence: 0, answered: 0, sentAt: 0, take, watch });
  }

  /** Asks for the values of a view; null: it shows nothing, and nothing is computed for it. */
  show(view: number, request: Request | null): void {
    const entry = this.views.get(view);
    if (!entry) return;
    entry.request = request;
    entry.isDirty = true;
    entry.watch(request ? 'asked' : 'answered');
    this.schedule();
  }

  /** Asks again for what is shown, or some of it: the data have changed. */
  refresh(isMeant: (request: Request) => boolean = () => true): void {
    for (const view of this.views.values()) {
      if (!view.request || !isMeant(view.request)) continue;
      view.isDirty = true;
      view.watch('asked');
    }
    this.schedule();
  }

  /** Whether everything that was asked for has come. */
  isSettled(): boolean {
    return [...this.views.values()].every(view => view.request === null || (!view.isDirty && view.answered === view.sequence));
  }

  isOpen(): boolean {
    return this.isGreeted;
  }

  send(request: Request): void {
    if (this.isGreeted) this.socket?.send(JSON.stringify(request));
  }

  /** Sends what is asked for now, not with the next frame of the screen. */
  flush(): void {
    cancelAnimationFrame(this.scheduled);
    this.scheduled = 0;
    if (!this.isGreeted) return;
    for (const [number, view] of this.views) {
      if (!view.isDirty) continue;
      view.isDirty = false;
      if (!view.request) {
        this.send({ type: 'forget', view: number });
        continue;
      }
      view.sequence++;
      view.sentAt = performance.now();
      this.counts.requests++;
      this.send({ ...view.request, view: number, seq: view.sequence });
    }
  }

  private schedule(): void {
    if (this.scheduled === 0) this.scheduled = requestAnimationFrame(() => this.flush());
  }

  private take(data: unknown): void {
    if (typeof data === 'string') {
      this.takeText(JSON.parse(data));
      return;
    }
    const values = decode(data as ArrayBuffer);
    if (!values) return;
    this.counts.messages++;
    this.counts.bytes += (data as ArrayBuffer).byteLength;
    this.send({ type: 'seen', view: values.view });
    const view = this.views.get(values.view);
    if (view && values.isFinal) view.answered = values.sequence;
    // What is live goes on by itself: nothing is late.
    const isAnswer = values.isFinal || values.isLive;
    view?.watch(isAnswer && !view.isDirty && values.sequence === view.sequence ? 'answered' : 'meanwhile');
    // What was asked before the newest request may still be shown: it is newer than what is on the screen.
    if (view?.request) view.take(values, values.sequence === view.sequence ? performance.now() - view.sentAt : Number.NaN);
  }

  private takeText(message: { type: string } & Record<string, unknown>): void {
    switch (message.type) {
      case 'state': {
        const isFirst = !this.isGreeted;
        this.isGreeted = true;
        this.wait = 250;
        if (isFirst) this.listener.onStatus('open');
        this.listener.onState(message as unknown as SessionState);
        if (isFirst) this.refresh();
        break;
      }
      case 'job':
        this.listener.onJob(message as unknown as Job);
        break;
      case 'error':
        this.refused(Number(message.view), Number(message.seq), String(message.message));
        break;
    }
  }

  // A request that is no longer wanted may fail: it was for another scan, or for a shape that has moved on.
  private refused(number: number, sequence: number, message: string): void {
    const view = this.views.get(number);
    if (!view) this.listener.onError(message);
    else if (view.request && !view.isDirty && sequence === view.sequence) {
      view.answered = sequence;
      view.watch({ refusal: message });
    }
  }
}
