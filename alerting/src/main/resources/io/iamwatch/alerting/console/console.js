// Lists and incidents change without a reload: an event says that something changed, and the page's live parts are
// asked for again, filters and all. The server writes all HTML; nothing here builds any.

const main = document.getElementById('main');
const live = document.getElementById('live');
const position = document.querySelector('[data-position]')?.dataset.position;
const own = main?.dataset.uid;

let timer = 0;
let busy = false;
let again = false;

function changed(uid) {
  if (own && uid && uid !== own) return;
  again = true;
  if (!timer) timer = setTimeout(refresh, 150);
}

async function refresh() {
  timer = 0;
  if (busy) return;
  busy = true;
  again = false;
  try {
    const answer = await fetch(location.pathname + location.search, { headers: { Accept: 'text/html' } });
    if (answer.redirected) location.reload();
    if (answer.ok) replace(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  } catch {
    again = true;
  } finally {
    busy = false;
    if (again && !timer) timer = setTimeout(refresh, 1000);
  }
}

// What somebody is typing in stays; what was open stays open; the row that has the focus keeps it.
function replace(fresh) {
  for (const part of document.querySelectorAll('[data-live]')) {
    const other = fresh.getElementById(part.id);
    if (!other || other.innerHTML === part.innerHTML || isInUse(part)) continue;
    const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    const before = new Map([...part.querySelectorAll('tr[data-uid]')].map(row => [row.dataset.uid, row.dataset.changed]));
    part.replaceWith(document.adoptNode(other));
    for (const row of other.querySelectorAll('tr[data-uid]')) {
      if (before.get(row.dataset.uid) !== row.dataset.changed) row.classList.add('fresh');
    }
    offerCopies();
    if (focused) other.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }
}

function isInUse(part) {
  return part.querySelector('details[open][data-keep]') !== null || (part.contains(document.activeElement) && document.activeElement.matches('input, textarea, select'));
}

function listen() {
  const source = new EventSource('/api/events?after=' + encodeURIComponent(position));
  source.addEventListener('open', () => say('live', true));
  source.addEventListener('error', () => {
    say('not live: trying again', false);
    // The server has refused: the browser does not try again by itself.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
  });
  source.addEventListener('incident', event => changed(JSON.parse(event.data).uid));
  source.addEventListener('reset', () => changed());
}

function say(text, good) {
  live.textContent = text;
  live.classList.toggle('on', good);
}

function rows() {
  return [...document.querySelectorAll('tr[data-uid] a[href]')];
}

function move(step) {
  const links = rows();
  if (links.length === 0) return;
  const at = links.indexOf(document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, at < 0 ? 0 : at + step))].focus();
}

// Needs a page that a browser trusts: https, or loopback.
function offerCopies() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll('button.copy')) button.hidden = false;
}

document.addEventListener('click', async event => {
  if (!event.target.matches('button.copy')) return;
  await navigator.clipboard.writeText(event.target.previousElementSibling.textContent);
  event.target.textContent = 'Copied';
});

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, textarea, select')) return;
  if (event.key === '/' && document.getElementById('filter')) {
    event.preventDefault();
    document.getElementById('filter').focus();
  } else if (event.key === 'j') {
    move(1);
  } else if (event.key === 'k') {
    move(-1);
  }
});

offerCopies();
if (position !== undefined) listen();
