/** Security types noVNC can use, RFC 6143 section 7.1.2 and the community's rfbproto. */
export const SECURITY_TYPE = {
  none: 1,
  vncAuth: 2,
  ra2ne: 6,
  tight: 16,
  veNCrypt: 19,
  xvp: 22,
  ard: 30,
  msLogonII: 113,
  tightUnix: 129,
  plain: 256,
} as const;

/** What a security type leaves behind. */
export interface Authenticated {
  /** Whether SecurityResult follows; before 3.8 None has none. */
  readonly result: boolean;
  /** Whether ServerInit carries Tight's capability lists. */
  readonly tightInit: boolean;
}

/** RFC 6143 section 7.2.2. */
export const VNC_CHALLENGE_BYTES = 16;
