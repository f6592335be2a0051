import { claimRealm } from '../driver/realm-claim.ts';
import { alreadyGuarded } from './guard-error.ts';
import { type GuardOptions, policyOf, profilesOf } from './guard-options.ts';
import { GuardedChannel } from './guarded-channel.ts';
import { pageStage } from './page-stage.ts';
import { pageWorld } from './page-world.ts';
import { addressOf, type RawChannel } from './raw-channel.ts';
import { loadTexts, messagesFrom } from './texts.ts';

/** Names of connections within this document. */
let connections = 0;

/**
 * Guards one connection to a VNC server: what goes through the channel that it gives is judged press by press, and badge,
 * warnings and controls are shown over the page. Give the channel to noVNC in place of the URL, then `attach` noVNC's RFB.
 *
 * @param urlOrChannel address of a WebSocket, or one that is there already: a WebSocket or an RTCDataChannel, connecting or
 * open, through which nothing of the session has come yet
 * @throws GuardError if an option is wrong or the channel has a guard already; nothing is opened then
 * @example
 * const channel = guard('wss://portal.example.org/websockify');
 * const rfb = new RFB(target, channel);
 * channel.attach(rfb);
 */
export function guard(
  urlOrChannel: string | URL | WebSocket | RTCDataChannel | RawChannel,
  options: GuardOptions = {},
): GuardedChannel {
  const policy = policyOf(options.policy);
  const profiles = profilesOf(options.profiles, location.origin);
  const { texts, language } = options;
  const raw = open(urlOrChannel, options.protocols);
  // The extension looks for this mark, too, and leaves the connection to us. Before any byte of it.
  if (!claimRealm(raw)) throw alreadyGuarded();
  const address = addressOf(raw);
  return new GuardedChannel({
    raw,
    connection: String(++connections),
    policy,
    profiles,
    address,
    socketHost: options.socketHost ?? address?.host ?? '',
    world: pageWorld(),
    stage: pageStage(),
    texts: async () =>
      texts === undefined
        ? loadTexts(language === undefined ? navigator.languages : [language])
        : messagesFrom(texts),
  });
}

function open(from: string | URL | RawChannel, protocols: GuardOptions['protocols']): RawChannel {
  if (typeof from !== 'string' && !(from instanceof URL)) return from;
  return new WebSocket(from, typeof protocols === 'string' ? protocols : [...(protocols ?? [])]);
}
