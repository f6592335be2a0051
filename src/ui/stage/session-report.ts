import type { ReportInput } from '../../model/report/report-input.ts';
import type { Stage } from './stage.ts';

/** What the report of a connection is made of, so far; null: nothing is known of it. */
export async function sessionReport(
  { analyst, store, messages }: Pick<Stage, 'analyst' | 'store' | 'messages'>,
  connection: string,
): Promise<ReportInput | null> {
  const analysis = analyst?.analysis(connection);
  if (analyst === undefined || analysis == null) return null;
  const kept = await analyst.facts(connection);
  const { reading, rating } = analysis;
  const snapshot = store.snapshots.find((each) => each.connection === connection);
  const wallOffsetMs = analyst.wallOffsetMs(connection);
  const none = messages('uiNone');
  const { events, ...facts } = kept?.facts ?? {
    // In a private window, and where nothing can be recorded, the report is all there is.
    session: none,
    origin: location.origin,
    instrument: snapshot?.instrument.name || null,
    extension: none,
    browser: none,
    startWallMs: reading.atMs - reading.lengthMs + wallOffsetMs,
    lastWallMs: reading.atMs + wallOffsetMs,
    events: null,
  };
  return {
    facts: {
      ...facts,
      lastWallMs: Math.max(facts.lastWallMs, reading.atMs + wallOffsetMs),
      closed: snapshot?.guarding === 'closed',
    },
    events,
    reading,
    rows: analyst.rows(connection),
    wallOffsetMs,
    rating,
    // Ratings of other sessions are none of this page's business.
    agreement: null,
    madeWallMs: Date.now(),
  };
}
