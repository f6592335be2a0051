// A portal as its developers write it: packages by name, put together by a bundler.
import RFB from '@novnc/novnc';
import { guard } from 'rice-novnc';

const root = document.documentElement;
const told = { viewOnly: [], states: [], blocked: [], faults: [], records: 0, snapshots: 0 };
const channel = guard(new URLSearchParams(location.search).get('url'));
channel.on('fault', ({ code }) => told.faults.push(code));
const rfb = new RFB(document.getElementById('screen'), channel);
channel.attach(rfb);
rfb.addEventListener('connect', () => {
  root.dataset.status = 'connected';
});
Object.assign(window, { rfb, channel, told });
