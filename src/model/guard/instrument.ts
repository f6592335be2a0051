import { makeZones, NO_ZONES, type Zones } from '../gate/zones.ts';
import type { InstrumentProfile, ProfileThresholds } from '../policy/instrument-profile.ts';
import { chooseProfile, type ProfileChoice } from '../policy/profile-binding.ts';
import type { ServerEvent } from '../rfb/messages.ts';
import { ENCODING } from '../rfb/numbers.ts';
import type { InstrumentReading } from '../snapshot.ts';

const BUILT_IN: ProfileThresholds = { maxInputAgeMs: null, normalCredit: null, hazardousCredit: null };

/** What the facility says about the instrument behind this connection, on a framebuffer of its present size. */
export class Instrument {
  readonly #socketHost: string;
  #choice: ProfileChoice;
  #width = 0;
  #height = 0;
  #zones: Zones = NO_ZONES;

  constructor(profiles: readonly InstrumentProfile[], socketHost: string) {
    this.#socketHost = socketHost;
    this.#choice = chooseProfile(profiles, socketHost);
  }

  get zones(): Zones {
    return this.#zones;
  }

  get thresholds(): ProfileThresholds {
    return this.#choice.profile?.thresholds ?? BUILT_IN;
  }

  get reading(): InstrumentReading {
    return {
      match: this.#choice.match,
      name: this.#choice.profile?.name ?? '',
      socketHost: this.#socketHost,
      width: this.#width,
      height: this.#height,
    };
  }

  setProfiles(profiles: readonly InstrumentProfile[]): void {
    this.#choice = chooseProfile(profiles, this.#socketHost);
    this.#build();
  }

  /** The server may say that the framebuffer has another size. */
  server(event: ServerEvent): void {
    const isSize =
      event.type === 'server-init' ||
      (event.type === 'rect' &&
        (event.encoding === ENCODING.desktopSize || event.encoding === ENCODING.extendedDesktopSize));
    if (!isSize || (event.width === this.#width && event.height === this.#height)) return;
    this.#width = event.width;
    this.#height = event.height;
    this.#build();
  }

  #build(): void {
    const { profile } = this.#choice;
    const isKnown = profile !== null && this.#width > 0 && this.#height > 0;
    this.#zones = isKnown ? makeZones(profile, this.#width, this.#height) : NO_ZONES;
  }
}
