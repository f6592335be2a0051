import { type Result, run } from '../decode/decode.ts';
import { parseJsonText } from '../decode/json-text.ts';
import type { InstrumentProfile } from './instrument-profile.ts';
import { validProfileDecoder } from './profile-validation.ts';

/** A profile with all its regions and keys, every name at its longest, is a third of this. */
export const MAX_FILE_CHARACTERS = 256 * 1024;

/** Reads the text of a profile's file: JSON, perhaps with a byte order mark. */
export function parseProfile(text: string): Result<InstrumentProfile> {
  const read = parseJsonText(text, MAX_FILE_CHARACTERS);
  return read.ok ? run(validProfileDecoder, read.value) : read;
}

/** The text of a profile's file; the same profile always gives the same text. */
export function formatProfile(profile: InstrumentProfile): string {
  const { version, name, binding, framebuffer, regions, keys, thresholds } = profile;
  const ordered: InstrumentProfile = {
    version,
    name,
    binding: { portal: binding.portal, socketHost: binding.socketHost },
    framebuffer: { width: framebuffer.width, height: framebuffer.height },
    regions: regions.map(({ name, function: named, class: inClass, confirm, x, y, width, height }) => ({
      name,
      function: named,
      class: inClass,
      confirm,
      x,
      y,
      width,
      height,
    })),
    keys: keys.map(({ name, function: named, class: inClass, confirm, key }) => ({
      name,
      function: named,
      class: inClass,
      confirm,
      key,
    })),
    thresholds: {
      maxInputAgeMs: thresholds.maxInputAgeMs,
      normalCredit: thresholds.normalCredit,
      hazardousCredit: thresholds.hazardousCredit,
    },
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}
