// @vitest-environment happy-dom
import axe from 'axe-core';
import { render } from 'preact';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RoomEntry } from '../../../src/model/port/room-port.ts';
import type { RoomPanelState, RoomStatus } from '../../../src/model/port/room-view.ts';
import { MAX_CHAT } from '../../../src/model/room/room-limits.ts';
import type { PanelPicture, PanelTools } from '../../../src/ui/room/panel-tools.ts';
import { RoomPanel } from '../../../src/ui/room/room-panel.tsx';
import { drawn } from '../../support/drawn.ts';
import { messagesOf } from '../fake-surroundings.ts';
import { ADA, BEN, CLEO, chatOf, panelStateOf, personOf, queueOf, roomOf, SELF } from './room-of.ts';

const ENTRY: RoomEntry = {
  name: 'Cleo',
  relays: [
    { origin: 'https://relay.example.org', canStart: true },
    { origin: 'https://other.example.org', canStart: false },
  ],
  sessions: [{ tabId: 1, frameId: 0, connection: 'c1', host: 'sem.example.org' }],
  room: null,
};
const KEY = `${'k'.repeat(42)}A`;
const JOIN_LINK = `https://relay.example.org/j#r=${'r'.repeat(22)}&t=aa.bb.cc&k=${KEY}`;
const START_LINK = 'https://relay.example.org/j#s=aa.bb.cc';

let container: HTMLElement;
let tools: PanelTools;
const act = vi.fn<PanelTools['act']>();
const exportChat = vi.fn();
const join = vi.fn();
const start = vi.fn();
const copy = vi.fn(async (_text: string) => undefined);

async function draw(picture: Partial<PanelPicture>, language: 'en' | 'de' = 'en'): Promise<void> {
  tools = { ...tools, messages: messagesOf(language) };
  const whole = {
    state: null,
    heardAtMs: 0,
    former: null,
    entry: null,
    invite: null,
    outcome: null,
    ...picture,
  };
  render(<RoomPanel tools={tools} picture={whole} />, container);
  await drawn();
}
const inside = (state: RoomPanelState, language?: 'en' | 'de') => draw({ state }, language);
const outside = (status: RoomStatus) =>
  draw({ state: { status, chat: [], droppedChat: 0, invites: [] }, entry: ENTRY });

const find = (selector: string): HTMLElement | null => container.querySelector<HTMLElement>(selector);
const text = (selector: string): string => (find(selector)?.textContent ?? '').replace(/[⁨⁩]/g, '');
function button(name: string): HTMLButtonElement {
  const found = [...container.querySelectorAll('button')].find((each) =>
    [each.textContent, each.getAttribute('aria-label')].some((word) => word?.replace(/[⁨⁩]/g, '') === name),
  );
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
}
async function press(name: string): Promise<void> {
  button(name).dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  await drawn();
}
async function type(selector: string, value: string): Promise<void> {
  const field = container.querySelector<HTMLTextAreaElement | HTMLInputElement>(selector)!;
  field.value = value;
  field.selectionStart = value.length;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await drawn();
}
async function key(name: string, shiftKey = false): Promise<void> {
  find('.chat-box textarea')?.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, shiftKey, bubbles: true, cancelable: true }),
  );
  await drawn();
}

beforeEach(() => {
  vi.clearAllMocks();
  container = document.createElement('div');
  document.body.append(container);
  tools = {
    messages: messagesOf('en'),
    nowMs: () => 0,
    wallMs: () => Date.UTC(2026, 2, 14, 9, 30),
    act,
    join,
    start,
    forgetRelay: vi.fn(),
    exportChat,
    copy,
  };
});
afterEach(() => {
  render(null, container);
  document.body.replaceChildren();
});

describe('the way in', () => {
  it('is to paste a link, say a name and what one wants to do', async () => {
    await draw({ entry: ENTRY });
    await type('.room-link', `  ${JOIN_LINK}\n`);
    find('input[type=radio]:not(:checked)')?.click();
    await drawn();
    await press('Join');
    expect(join).toHaveBeenCalledWith({
      session: ENTRY.sessions[0],
      name: 'Cleo',
      mode: 'watch',
      link: JOIN_LINK,
    });
  });

  it('takes the invite that lies open in the tab', async () => {
    await draw({ entry: ENTRY, invite: JOIN_LINK });
    await press('Join');
    expect(join).toHaveBeenCalledWith(expect.objectContaining({ link: JOIN_LINK }));
  });

  it('says what the browser will be asked for, and that a start link starts', async () => {
    await draw({ entry: ENTRY });
    await type('.room-link', START_LINK);
    expect(text('#room-link-hint')).toContain('relay.example.org');
    expect(button('Start a room')).toBeDefined();
  });

  it.each([
    ['nonsense', 'This is no link into a room'],
    [JOIN_LINK.replace('https', 'http'), 'must begin with https'],
    [JOIN_LINK.slice(0, -3), 'The key in the link is cut off'],
    [JOIN_LINK.replace(/&k=.*/, ''), 'Something is missing behind the #'],
  ])('says what is wrong with the link %#', async (link, words) => {
    await draw({ entry: ENTRY });
    await type('.room-link', link);
    expect(text('#room-link-hint')).toContain(words);
    expect(find('.room-link')?.getAttribute('aria-invalid')).toBe('true');
    await press('Join');
    expect(join).not.toHaveBeenCalled();
  });

  it('needs a name', async () => {
    await draw({ entry: { ...ENTRY, name: '' } });
    await type('.room-link', JOIN_LINK);
    await press('Join');
    expect(join).not.toHaveBeenCalled();
    expect(text('#room-name-hint')).toContain('Enter a name');
  });

  it('is one click on a relay that is known', async () => {
    await draw({ entry: ENTRY });
    await press('Start a room on relay.example.org');
    expect(start).toHaveBeenCalledWith(
      expect.objectContaining({ relay: 'https://relay.example.org', name: 'Cleo' }),
    );
    expect(text('.room-relays')).not.toContain('other.example.org');
  });

  it('lets one choose among several sessions, and says when there is none', async () => {
    const other = { tabId: 1, frameId: 3, connection: 'c2', host: 'tem.example.org' };
    await draw({ entry: { ...ENTRY, sessions: [...ENTRY.sessions, other] } });
    expect(text('select')).toContain('tem.example.org');
    await draw({ entry: { ...ENTRY, sessions: [] } });
    expect(container.textContent).toContain('There is no remote session');
  });

  it('says why it did not work', async () => {
    await draw({ entry: ENTRY, outcome: { type: 'not-allowed', relay: 'https://relay.example.org' } });
    expect(text('p.problem')).toContain('was not allowed to reach relay.example.org');
  });

  it('can be given up while one waits', async () => {
    await outside({ type: 'joining', relayHost: 'relay.example.org', stage: 'lobby' });
    expect(text('[role=status]')).toContain('somebody has to let you in');
    await press('Cancel');
    expect(act).toHaveBeenCalledWith({ type: 'leave' });
  });

  it('is open again when a room ended, with the reason', async () => {
    await outside({ type: 'ended', relayHost: 'relay.example.org', reason: 'token' });
    expect(text('[role=status]')).toContain('Ask for a new one');
    expect(button('Join')).toBeDefined();
  });
});

describe('the people', () => {
  it('are told by name, role, mode, presence, control and whether they are proven', async () => {
    const people = [
      personOf(ADA, { role: 'trainer' }),
      personOf(BEN, { isPresent: false, nameDoubt: 'taken' }),
      personOf(CLEO, { trust: 'unproven', mode: 'watch', role: 'observer' }),
      personOf(SELF),
    ];
    await inside(
      panelStateOf(roomOf({ people, phase: { type: 'held', holder: ADA }, lock: { queue: queueOf(BEN) } })),
    );
    const rows = [...container.querySelectorAll('.people .person-words')].map((each) =>
      (each.textContent ?? '').replace(/[⁨⁩]/g, ''),
    );
    expect(rows[0]).toBe('AdaTrainer · Operatinghas control');
    expect(rows[1]).toContain('Ben (BenB)Operator · Operating · away · waits, place 1');
    expect(rows[2]).toContain('Observer · WatchingCould not show the invite');
    expect(rows[3]).toContain('(you)');
  });

  it('give an operator nothing to decide about others', async () => {
    await inside(panelStateOf(roomOf()));
    expect(
      [...container.querySelectorAll('.people button')].map((each) => each.getAttribute('aria-label')),
    ).toEqual(['Actions for ⁨Self⁩']);
  });

  it('can be sent out by a trainer, who is asked once more', async () => {
    await inside(panelStateOf(roomOf({ me: { role: 'trainer' } })));
    await press('Actions for Ada');
    await press('Send out …');
    expect(act).not.toHaveBeenCalled();
    expect(text('.people')).toContain('they read nothing more');
    await press('Send out');
    expect(act).toHaveBeenCalledWith({ type: 'kick', member: ADA });
  });

  it('can be given a role by the owner', async () => {
    await inside(panelStateOf(roomOf({ me: { role: 'owner' } })));
    await press('Actions for Ben');
    const select = container.querySelector<HTMLSelectElement>('.people select')!;
    select.value = 'trainer';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    expect(act).toHaveBeenCalledWith({ type: 'give-role', member: BEN, role: 'trainer' });
  });

  it('are let in from the lobby or not', async () => {
    const knocking = [personOf('DoraDoraDoraDoraDora55', { name: 'Dora' })];
    await inside(panelStateOf(roomOf({ me: { role: 'trainer' }, knocking })));
    await press('Let in: Dora');
    await press('Turn away: Dora');
    expect(act.mock.calls.map(([each]) => each.type)).toEqual(['admit', 'turn-away']);
  });

  it('may call themselves otherwise', async () => {
    await inside(panelStateOf(roomOf()));
    await press('Actions for Self');
    await type('.people input', ' Selma ');
    await press('Rename');
    expect(act).toHaveBeenCalledWith({ type: 'rename', name: 'Selma' });
  });
});

describe('control', () => {
  it.each([
    ['the holder', { phase: { type: 'held', holder: SELF }, lock: { queue: queueOf(BEN) } }],
    [
      'a trainer',
      { phase: { type: 'held', holder: ADA }, lock: { queue: queueOf(BEN) }, me: { role: 'trainer' } },
    ],
  ] as const)('lets %s send a request back, with a reason', async (_, parts) => {
    await inside(panelStateOf(roomOf(parts)));
    expect(button('Send back …').closest('li')?.textContent).toContain('Ben');
    await press('Send back …');
    expect(button('An image is being taken')).toBeDefined();
  });

  it('lets nobody else send one back, nor anybody their own', async () => {
    const phase = { type: 'held', holder: ADA } as const;
    await inside(panelStateOf(roomOf({ phase, lock: { queue: queueOf(BEN) } })));
    expect(text('.room-queue')).toContain('Ben');
    expect(text('.room-queue')).not.toContain('Send back');
    await inside(panelStateOf(roomOf({ phase, lock: { queue: queueOf(SELF) }, me: { role: 'owner' } })));
    expect(text('.room-queue')).not.toContain('Send back');
  });

  it('comes with what the one before may still do', async () => {
    const phase = { type: 'held', holder: SELF } as const;
    const state = panelStateOf(roomOf({ phase, lock: { mayStillExecute: 3 } }));
    await draw({ state, former: BEN });
    expect(text('.room-notes')).toContain('3 actions of Ben may still execute');
    await draw({ state });
    expect(find('.room-notes')).toBeNull();
  });
});

describe('invites', () => {
  const invite = {
    link: JOIN_LINK,
    role: 'observer',
    wallMs: Date.UTC(2026, 2, 14, 9),
    lifeMs: 3_600_000,
  } as const;

  it('are the owner’s to make', async () => {
    await inside(panelStateOf(roomOf({ me: { role: 'trainer' } })));
    expect(find('.room-invites')).toBeNull();
    await inside(panelStateOf(roomOf({ me: { role: 'owner' } })));
    await press('Make a link');
    expect(act).toHaveBeenCalledWith({
      type: 'invite',
      role: 'operator',
      lifeMs: 8 * 3_600_000,
      lobby: true,
    });
  });

  it('are copied, which is said', async () => {
    await inside(panelStateOf(roomOf({ me: { role: 'owner' } }), { invites: [invite] }));
    expect(text('.invite')).toContain('30 min left');
    await press('Copy: Observer');
    expect(copy).toHaveBeenCalledWith(JOIN_LINK);
    expect(text('.invite button')).toBe('Copied');
    expect(text('.room-invites [role=status]')).toBe('The link is copied.');
  });

  it('say so when they could not be copied', async () => {
    copy.mockRejectedValueOnce(new Error('no clipboard'));
    await inside(panelStateOf(roomOf({ me: { role: 'owner' } }), { invites: [invite] }));
    await press('Copy: Observer');
    expect(text('.room-invites [role=status]')).toContain('copy it by hand');
  });

  it('are not given on when they are over', async () => {
    await inside(
      panelStateOf(roomOf({ me: { role: 'owner' } }), { invites: [{ ...invite, lifeMs: 60_000 }] }),
    );
    expect(text('.invite')).toContain('expired');
    expect(container.querySelector<HTMLButtonElement>('.invite button')?.disabled).toBe(true);
  });
});

describe('the chat', () => {
  it('is a log that says so when it is empty', async () => {
    await inside(panelStateOf(roomOf()));
    expect(text('[role=log]')).toContain('Nothing was said yet');
    expect(button('Export').disabled).toBe(true);
    expect(button('As JSON').disabled).toBe(true);
  });

  it('is exported as text or as data', async () => {
    await inside(panelStateOf(roomOf(), { chat: [chatOf(1, 'hello')] }));
    await press('Export');
    await press('As JSON');
    expect(exportChat.mock.calls).toEqual([['text'], ['json']]);
  });

  it('sends with Enter, begins a line with Shift+Enter, and sends nothing empty', async () => {
    await inside(panelStateOf(roomOf()));
    await key('Enter');
    await type('.chat-box textarea', 'hello');
    await key('Enter', true);
    expect(act).not.toHaveBeenCalled();
    await key('Enter');
    expect(act).toHaveBeenCalledWith({ type: 'chat', text: 'hello' });
    expect(container.querySelector<HTMLTextAreaElement>('.chat-box textarea')?.value).toBe('');
  });

  it('counts near the limit and sends nothing beyond it', async () => {
    await inside(panelStateOf(roomOf()));
    await type('.chat-box textarea', 'x'.repeat(MAX_CHAT + 1));
    expect(text('#chat-count')).toBe('4,097 of 4,096 characters');
    await key('Enter');
    expect(act).not.toHaveBeenCalled();
  });

  it('completes names by keyboard', async () => {
    await inside(panelStateOf(roomOf()));
    await type('.chat-box textarea', 'hi @');
    expect([...container.querySelectorAll('[role=option]')].map((each) => each.textContent)).toEqual([
      'Ada',
      'Ben',
      'Cleo',
    ]);
    await key('ArrowDown');
    const field = container.querySelector<HTMLTextAreaElement>('.chat-box textarea')!;
    expect(field.getAttribute('aria-activedescendant')).toBe('chat-name-1');
    await key('Enter');
    expect(field.value).toBe('hi @Ben ');
    expect(act).not.toHaveBeenCalled();
  });

  it('shows what became of each message, and tries again', async () => {
    const own = { from: SELF, name: 'Self' };
    const chat = [
      chatOf(1, 'one'),
      chatOf(2, 'two', { ...own, state: 'sent' }),
      chatOf(3, 'three', { ...own, state: 'unsent' }),
      chatOf(4, 'four', { ...own, state: 'failed' }),
    ];
    await inside(panelStateOf(roomOf(), { chat, droppedChat: 2 }));
    const heads = [...container.querySelectorAll('.chat-head')].map((each) =>
      each.textContent?.replace(/[⁨⁩]/g, ''),
    );
    expect(heads[0]).toMatch(/^Ada \d/);
    expect(heads[1]).toMatch(/^You [\d: APM\u202f]+$/);
    expect(heads[2]).toContain('not sent yet');
    expect(heads[3]).toContain('not sent');
    await press('Try again');
    expect(act).toHaveBeenCalledWith({ type: 'retry-chat', id: 4 });
    expect(text('.room-talk')).toContain('2 older messages were dropped');
  });

  it('begins each day with its name', async () => {
    const chat = [chatOf(1, 'a'), chatOf(2, 'b'), chatOf(3, 'c', { wallMs: Date.UTC(2026, 2, 16, 12) })];
    await inside(panelStateOf(roomOf(), { chat }));
    expect([...container.querySelectorAll('.chat-day')].map((each) => each.textContent)).toEqual([
      expect.stringContaining('14'),
      expect.stringContaining('16'),
    ]);
  });

  it('marks where the unread ones begin, and says that they were read', async () => {
    const chat = [chatOf(1, 'old'), chatOf(2, 'new'), chatOf(3, 'newer')];
    await inside(panelStateOf(roomOf({ unread: 2 }), { chat }));
    expect(find('.chat-new')?.nextElementSibling?.textContent).toContain('new');
    expect(act).toHaveBeenCalledWith({ type: 'read' });
    await inside(panelStateOf(roomOf({ unread: 0 }), { chat }));
    expect(find('.chat-new')).not.toBeNull();
  });

  it('has links that lead nowhere until it was said where to', async () => {
    await inside(panelStateOf(roomOf(), { chat: [chatOf(1, 'see https://wiki.example.org/a')] }));
    expect(find('.chat a')).toBeNull();
    await press('https://wiki.example.org/a');
    expect(text('.chat-lead')).toContain('This leads to wiki.example.org');
    expect(find('.chat a')?.getAttribute('rel')).toContain('noreferrer');
    expect(find('.chat a')?.getAttribute('href')).toBe('https://wiki.example.org/a');
  });

  it('shows markup as the text it is', async () => {
    await inside(panelStateOf(roomOf(), { chat: [chatOf(1, '<img src=x onerror=alert(1)>')] }));
    expect(find('.chat img')).toBeNull();
    expect(text('.chat-text')).toBe('<img src=x onerror=alert(1)>');
  });
});

describe('the way out', () => {
  it('asks once more', async () => {
    await inside(panelStateOf(roomOf({ me: { role: 'owner' } })));
    await press('Leave …');
    expect(act).not.toHaveBeenCalled();
    await press('Leave');
    await press('End the room …');
    await press('End for everybody');
    expect(act.mock.calls.map(([each]) => each.type)).toEqual(['leave', 'end-room']);
  });

  it('says that the own input opens although somebody else has control', async () => {
    await inside(panelStateOf(roomOf({ phase: { type: 'held', holder: ADA } })));
    await press('Leave …');
    expect(text('.room-leave')).toContain('Ada has control. Once you leave, your own input opens again');
  });

  it.each([{ type: 'free' }, { type: 'held', holder: SELF }] as const)(
    'says nothing of that when it is $type by nobody else',
    async (phase) => {
      await inside(panelStateOf(roomOf({ phase })));
      await press('Leave …');
      expect(text('.room-leave')).toContain('Leave the room?');
      expect(text('.room-leave')).not.toContain('your own input');
    },
  );

  it('tells who was sent out that the input stays shut until they go on alone', async () => {
    await outside({ type: 'ended', relayHost: 'relay.example.org', reason: 'kicked' });
    expect(text('.room-status')).toContain('Your presses stay blocked until you choose to go on alone');
  });

  it('is for all only when the owner takes it', async () => {
    await inside(panelStateOf(roomOf({ me: { role: 'trainer' } })));
    expect(text('.room-leave')).not.toContain('End the room');
  });
});

describe('accessibility', () => {
  it.each(['en', 'de'] as const)(
    'has no axe findings in any state (%s)',
    async (language) => {
      const room = roomOf({
        me: { role: 'owner' },
        phase: { type: 'held', holder: SELF },
        lock: { queue: queueOf(BEN) },
        knocking: [personOf('DoraDoraDoraDoraDora55', { name: 'Dora' })],
        alarms: [{ type: 'outsider', agoMs: 0 }],
      });
      const chat = [
        chatOf(1, 'see https://wiki.example.org/a @Self'),
        chatOf(2, 'x', { from: SELF, state: 'failed' }),
      ];
      const invites = [
        { link: JOIN_LINK, role: 'observer', wallMs: Date.UTC(2026, 2, 14, 9), lifeMs: 3_600_000 },
      ] as const;
      const ended = { type: 'ended', relayHost: 'relay.example.org', reason: 'shutdown' } as const;
      const pictures: readonly Partial<PanelPicture>[] = [
        { state: panelStateOf(room, { chat, invites }) },
        { entry: ENTRY },
        { entry: ENTRY, state: { status: ended, chat: [], droppedChat: 0, invites: [] } },
      ];
      for (const picture of pictures) {
        await draw(picture, language);
        for (const details of container.querySelectorAll('details')) details.open = true;
        const { violations } = await axe.run(container, {
          rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
        });
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual(
          [],
        );
      }
    },
    60_000,
  );
});
