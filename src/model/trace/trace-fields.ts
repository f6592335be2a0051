import { type Decoder, keyOf, nullable, number, type Problem, report } from '../decode/decode.ts';
import { tuple } from '../decode/tuple.ts';
import type { ClipboardAction } from '../rfb/messages.ts';

/** Numbers that lines hold. */
export const time = number(-8.64e15, 8.64e15);
export const count = number(0, Number.MAX_SAFE_INTEGER);
export const u16 = number(0, 2 ** 16 - 1);
export const u32 = number(0, 2 ** 32 - 1);
export const age = nullable(time);

/** What a clipboard message does. */
export const action = keyOf<ClipboardAction>({
  caps: true,
  request: true,
  peek: true,
  notify: true,
  provide: true,
  unknown: true,
});

/** Decodes a list and makes of its elements, those before `from` left out, what they stand for. */
export function line<T extends readonly unknown[], Made>(
  decoders: { readonly [K in keyof T]: Decoder<T[K]> },
  make: (...fields: T) => Made,
  from = 1,
): Decoder<Made> {
  const decode = tuple<T>(decoders, from);
  return (input, path, problems) => {
    const values = decode(input, path, problems);
    return values === undefined ? undefined : make(...values);
  };
}

/** What the third element names, decoded with the decoder of that name. */
export function variant<T>(
  variants: Readonly<Record<string, Decoder<T>>>,
  input: unknown,
  path: string,
  problems: Problem[],
): T | undefined {
  const kind: unknown = Array.isArray(input) ? input[2] : undefined;
  const decode = typeof kind === 'string' && Object.hasOwn(variants, kind) ? variants[kind] : undefined;
  return decode === undefined
    ? report(problems, `${path}[2]`, 'choice', Object.keys(variants))
    : decode(input, path, problems);
}
