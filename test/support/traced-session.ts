import { TracedGuard } from '../../src/driver/traced-guard.ts';
import { encodeHeader } from '../../src/model/trace/trace-encoder.ts';
import { TRACE_FORMAT } from '../../src/model/trace/trace-line.ts';
import { GuardBench } from './guard-bench.ts';

/** When a traced session of a test began, on the wall. */
export const TRACE_WALL_MS = 1_700_000_000_000;

/** A guarded session whose guard writes a trace. */
export class TracedSession {
  readonly lines: string[] = [];
  readonly bench: GuardBench;
  hasEnded = false;

  constructor(options: Omit<ConstructorParameters<typeof GuardBench>[0] & object, 'build'> = {}) {
    this.bench = new GuardBench({
      ...options,
      build: (given) =>
        new TracedGuard(given, {
          wallMs: () => TRACE_WALL_MS,
          write: (line) => void this.lines.push(line),
          end: () => {
            this.hasEnded = true;
          },
        }),
    });
  }

  /** The trace as a file. */
  get file(): string {
    const header = encodeHeader({
      format: TRACE_FORMAT,
      version: 1,
      extension: '0.1.0',
      browser: 'chromium',
      wallMs: TRACE_WALL_MS,
    });
    return `${[header, ...this.lines].join('\n')}\n`;
  }
}
