/** What is pressed in the chapters: keysyms, some of them with a meaning in the profile. */
export const [SHIFT, CONTROL, ALT_GR, CAPS_LOCK, ENTER, F5, F6, ESCAPE] = [
  0xffe1, 0xffe3, 0xfe03, 0xffe5, 0xff0d, 0xffc2, 0xffc3, 0xff1b,
];
export const [A, B, C] = [0x61, 0x62, 0x63];
