import { describe, expect, it, vi } from 'vitest';
import { callDraw } from '../../../src/content/overlay/draw-call.ts';
import type { Stage } from '../../../src/ui/stage/stage.ts';

function table(first?: unknown) {
  let tell: (news: unknown) => void = () => undefined;
  const unsubscribe = vi.fn();
  const stage: Pick<Stage, 'parts'> = { parts: new Map() };
  const ask = vi.fn(async () => undefined);
  const room = {
    onDrawing: (listener: (news: unknown) => void) => {
      tell = listener;
      if (first !== undefined) listener(first);
      return unsubscribe;
    },
  };
  const stop = callDraw(stage, room, ask);
  return { stage, ask, unsubscribe, stop, tell: (news: unknown) => tell(news) };
}

describe('the drawing part', () => {
  it.each([
    ['marks', { type: 'drawn', changes: [{}] }],
    ['somebody who draws', { type: 'live', piece: {} }],
  ])('is asked for once, to show %s', (_name, news) => {
    const { ask, unsubscribe, tell } = table();
    tell(news);
    tell(news);
    expect(ask).toHaveBeenCalledOnce();
    expect(unsubscribe).toHaveBeenCalled();
  });

  it('is asked for where the room tells at once', () => {
    const { ask, unsubscribe } = table({ type: 'drawn', changes: [{}] });
    expect(ask).toHaveBeenCalledOnce();
    expect(unsubscribe).toHaveBeenCalled();
  });

  it('is not asked for an empty board, by nonsense, when it is there, or when nobody listens any more', () => {
    const { ask, tell, stop } = table();
    for (const news of [{ type: 'drawn', changes: [] }, { type: 'drawn' }, null, 'live']) tell(news);
    stop();
    tell({ type: 'live' });
    const other = table();
    other.stage.parts.set('draw', { toggle: () => undefined, remove: () => undefined });
    other.tell({ type: 'live' });
    expect(ask).not.toHaveBeenCalled();
    expect(other.ask).not.toHaveBeenCalled();
  });
});
