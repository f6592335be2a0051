// npm exec -- node icons/draw.mjs: draws the PNG files of this folder from the shapes below, with Chromium.
// The results are committed, so that a build needs no browser.
import { writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const INK = '#0b3b66';
const PAPER = '#ffffff';

/** The monitor of every icon, on a 32 x 32 grid; `sign` stands on its screen. A rim keeps it readable on any toolbar. */
const monitor = (screen, sign) => `
  <path d="M11 26h10v3.2H11z" fill="${INK}" stroke="${PAPER}" stroke-width="1.2"/>
  <rect x="1" y="3" width="30" height="23.6" rx="4" fill="${PAPER}"/>
  <rect x="2" y="4" width="28" height="21.6" rx="3.2" fill="${INK}"/>
  <rect x="4.6" y="6.6" width="22.8" height="16.4" rx="1.4" fill="${screen}"/>
  ${sign}`;

const line = (path, colour = PAPER, width = 3.6) =>
  `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;

/** Each sign has a shape of its own: the state is readable without colour. */
const icons = {
  // The product: a pointer behind a shield's edge.
  rice: {
    title: 'RICE for noVNC',
    sizes: [16, 32, 48, 128],
    shapes: `
      <path d="M16 1 29 5.4V15c0 8-5.2 13.2-13 16C8.2 28.2 3 23 3 15V5.400Z" fill="${PAPER}"/>
      <path d="M16 2.4 27.7 6.400V15c0 7.2-4.7 11.9-11.7 14.500C9 26.9 4.3 22.2 4.3 15V6.400Z" fill="${INK}"/>
      <path d="M11 7.6 22.6 16.4 17.3 17.2 20.3 23.2 17.3 24.6 14.4 18.6 11 22.200Z" fill="${PAPER}"/>`,
  },
  // No session: an empty screen.
  none: { title: 'No session', sizes: [16, 32], shapes: monitor(PAPER, '') },
  // Guarded, input passes: a tick.
  ok: { title: 'Guarded', sizes: [16, 32], shapes: monitor('#1a6b34', line('M9.5 15.2 14 19.6 22.6 10.4')) },
  // Unsteady: an exclamation mark in a triangle.
  caution: {
    title: 'Unsteady',
    sizes: [16, 32],
    shapes: monitor(
      '#ffc233',
      `<path d="M16 7.2 25.6 22.400H6.400Z" fill="${INK}"/>${line('M16 12.400v4.300M16 19.900v.1', '#ffc233', 2.4)}`,
    ),
  },
  // Input is held back: the two bars of a pause.
  held: {
    title: 'Input is held back',
    sizes: [16, 32],
    shapes: monitor('#a3191f', line('M12.4 10.400v8.800M19.6 10.400v8.8', PAPER, 4)),
  },
  // Not guarded or not known: the screen is crossed through.
  open: {
    title: 'Not guarded',
    sizes: [16, 32],
    shapes: monitor(PAPER, `${line('M3 27 29 3', PAPER, 6)}${line('M3 27 29 3', '#a3191f', 3.4)}`),
  },
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const [name, { title, sizes, shapes }] of Object.entries(icons)) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><title>${title}</title>${shapes}</svg>\n`;
    await writeFile(new URL(`${name}.svg`, import.meta.url), svg.replace(/\n\s+/g, '\n  '));
    for (const size of sizes) {
      const page = await browser.newPage({ viewport: { width: size, height: size } });
      // The store wants 16 of 128 pixels left free on each side.
      const paddingPx = size === 128 ? 16 : 0;
      await page.setContent(
        `<style>body{margin:${paddingPx}px;font-size:0}svg{width:${size - 2 * paddingPx}px}</style>${svg}`,
      );
      await page.screenshot({
        path: new URL(`${name}-${size}.png`, import.meta.url).pathname,
        omitBackground: true,
      });
      await page.close();
    }
  }
} finally {
  await browser.close();
}
