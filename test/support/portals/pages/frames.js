// Holds a portal page in an iframe of the same origin, in the three ways portals do it. The frame's status is
// copied to this page's own attributes.
const query = new URLSearchParams(location.search);
const release = query.get('release');
const frame = document.createElement('iframe');
frame.style.cssText = 'border: 0; width: 800px; height: 600px';

const page = await (await fetch(`/portal/${release}`)).text();
switch (query.get('frame')) {
  case 'same-origin':
    frame.src = `/portal/${release}${location.search}`;
    document.body.append(frame);
    break;
  case 'srcdoc': {
    const escaped = location.search.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
    frame.srcdoc = page.replace('<html', `<html data-query="${escaped}"`);
    document.body.append(frame);
    break;
  }
  case 'about-blank': {
    document.body.append(frame);
    const inner = frame.contentDocument;
    const parsed = new DOMParser().parseFromString(page, 'text/html');
    for (const { name, value } of parsed.documentElement.attributes)
      inner.documentElement.setAttribute(name, value);
    inner.documentElement.dataset.query = location.search;
    inner.head.append(...parsed.head.children);
    inner.body.append(...parsed.body.querySelectorAll('div'));
    // A script moved from another document does not run; a new one does.
    const script = inner.createElement('script');
    script.type = 'module';
    script.src = '/pages/portal.js';
    inner.body.append(script);
    break;
  }
}

setInterval(() => {
  const { status, detail } = frame.contentDocument?.documentElement.dataset ?? {};
  if (status) Object.assign(document.documentElement.dataset, { status, detail });
}, 50);
