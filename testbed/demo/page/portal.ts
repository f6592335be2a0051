import { isQuality, type Quality } from '../quality.ts';
import { Drive } from './drive.ts';
import { element } from './element.ts';
import { PressMarks } from './press-marks.ts';
import { ReceivedLog } from './received-log.ts';
import { clockOffsetMs, listenToServer, setQuality } from './server-feed.ts';
import { Session } from './session.ts';

const session = new Session();
const marks = new PressMarks();
const log = new ReceivedLog(marks);
const drive = new Drive(() => session.canvas);
const segments = element('qualities', HTMLDivElement);
const driveButton = element('drive', HTMLButtonElement);
const logButton = element('show-log', HTMLButtonElement);
const logPanel = element('log', HTMLElement);

marks.watch(element('screen', HTMLDivElement));
void session.connect();

segments.addEventListener('click', (event) => {
  const wanted = event.target instanceof HTMLButtonElement ? event.target.dataset['quality'] : undefined;
  if (isQuality(wanted)) void setQuality(wanted);
});
driveButton.addEventListener('click', () => {
  if (drive.running) drive.stop();
  else drive.start();
  driveButton.setAttribute('aria-pressed', String(drive.running));
});
element('reconnect', HTMLButtonElement).addEventListener('click', () => void session.connect());
logButton.addEventListener('click', () => {
  logPanel.hidden = !logPanel.hidden;
  logButton.setAttribute('aria-expanded', String(!logPanel.hidden));
});

const offset = clockOffsetMs().catch(() => 0);
listenToServer((state) => {
  markQuality(state.quality);
  void offset.then((offsetMs) => log.show(state, offsetMs));
});

function markQuality(quality: Quality): void {
  for (const button of segments.querySelectorAll('button')) {
    const pressed = String(button.dataset['quality'] === quality);
    // Only on change: a screen reader would speak it again.
    if (button.getAttribute('aria-pressed') !== pressed) button.setAttribute('aria-pressed', pressed);
  }
}
