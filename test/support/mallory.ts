import { BATCH_MS } from '../../src/relay/show-batch.ts';
import { InviteSecret } from '../../src/room/invite-secret.ts';
import { unwrapRoomKey } from '../../src/room/key-wrapping.ts';
import { type MemberKeys, makeMemberKeys } from '../../src/room/member-keys.ts';
import { Members } from '../../src/room/members.ts';
import { RoomSeals } from '../../src/room/sealing.ts';
import type { BenchMember, RoomBench } from './room-bench.ts';

/** A member with right keys that keeps to no rule. */
export class Mallory {
  readonly keys: MemberKeys;
  readonly seals: RoomSeals;
  readonly members: Members;
  readonly send: (message: unknown) => void;
  readonly #bench: RoomBench;

  constructor(
    bench: RoomBench,
    keys: MemberKeys,
    seals: RoomSeals,
    members: Members,
    send: (message: unknown) => void,
  ) {
    this.#bench = bench;
    this.keys = keys;
    this.seals = seals;
    this.members = members;
    this.send = send;
  }

  async says(content: unknown, change: object = {}): Promise<void> {
    await this.#seals('say', JSON.stringify(content), change);
  }

  async shows(content: unknown): Promise<void> {
    await this.#seals('show', JSON.stringify(content), {});
    await this.#bench.pass(BATCH_MS);
  }

  async saysText(text: string): Promise<void> {
    await this.#seals('say', text, {});
  }

  async #seals(lane: 'say' | 'show', text: string, change: object): Promise<void> {
    const sealed = await this.seals.seal(lane, null, text, this.members.audience());
    this.send({ type: lane, ...(lane === 'say' ? { to: null } : {}), ...sealed, ...change });
    await this.#bench.settle();
  }
}

/** Comes into the room with a true invite. */
export async function comeIn(bench: RoomBench, owner: BenchMember): Promise<Mallory> {
  const { crypto } = bench.crypto;
  const link = await bench.inviteLink(owner, 'operator');
  if (link.type !== 'join') throw new Error('no invite');
  const { room } = link;
  const keys = await makeMemberKeys(crypto);
  const secret = await InviteSecret.open(crypto, room, link.key);
  const seals = new RoomSeals(crypto, room, keys);
  const members = new Members(crypto, secret);
  const work: Promise<unknown>[] = [];
  const line = bench.relay.connect({
    say: (message) => {
      if (message.type === 'welcome' || message.type === 'roster') {
        seals.begin(message.roster.keyEpoch, 0);
        work.push(members.take(message.roster.members));
      }
      if (message.type !== 'keys') return;
      const { from: maker, keyEpoch, wrapped } = message;
      const box = wrapped.find(({ to }) => to === keys.id)?.box ?? '';
      const taken = unwrapRoomKey(crypto, { room, keyEpoch, maker }, keys, box).then(
        (bytes) =>
          bytes && seals.addKey(maker, keyEpoch, bytes, new Set([maker, ...wrapped.map(({ to }) => to)])),
      );
      work.push(taken);
    },
    close: () => {},
  });
  const send = (message: unknown) => line.hear(JSON.stringify(message));
  const proof = await secret.prove(keys);
  const { signKey, wrapKey } = keys;
  send({
    type: 'hello',
    version: 1,
    room,
    token: link.token,
    signKey,
    wrapKey,
    proof,
    card: '',
    resume: null,
  });
  await bench.settle();
  await bench.pass(500);
  await Promise.all(work);
  return new Mallory(bench, keys, seals, members, send);
}
