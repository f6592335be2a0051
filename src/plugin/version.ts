/** Of the package; test/plugin holds it against package.json. */
export const VERSION = '0.1.0';
