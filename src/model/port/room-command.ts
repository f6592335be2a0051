import type { DenyReason } from '../control/lock-command.ts';
import type { MemberId, Role } from '../room/member.ts';
import type { RoomMode } from './room-view.ts';

/** What a person decides on the picture. The room host adds epochs: it knows which grant was meant. */
export type RoomAct =
  | { readonly type: 'ask' }
  | { readonly type: 'withdraw' }
  | { readonly type: 'accept' }
  | { readonly type: 'decline' }
  | { readonly type: 'pass'; readonly to: MemberId }
  | { readonly type: 'release' }
  | { readonly type: 'deny'; readonly member: MemberId; readonly reason: DenyReason }
  | { readonly type: 'take' }
  | { readonly type: 'freeze' }
  | { readonly type: 'unfreeze' }
  | { readonly type: 'keep-idle'; readonly on: boolean }
  | { readonly type: 'move'; readonly member: MemberId; readonly to: number }
  | { readonly type: 'mode'; readonly mode: RoomMode };

/** What a person decides in the side panel or the popup, beside the acts above. */
export type RoomPanelAct =
  | RoomAct
  | { readonly type: 'chat'; readonly text: string }
  | { readonly type: 'retry-chat'; readonly id: number }
  | { readonly type: 'read' }
  | { readonly type: 'rename'; readonly name: string }
  | { readonly type: 'admit'; readonly member: MemberId }
  | { readonly type: 'turn-away'; readonly member: MemberId }
  | { readonly type: 'kick'; readonly member: MemberId }
  | { readonly type: 'give-role'; readonly member: MemberId; readonly role: Role }
  | { readonly type: 'invite'; readonly role: Role; readonly lifeMs: number; readonly lobby: boolean }
  | { readonly type: 'end-room' }
  | { readonly type: 'leave' };
