// The pages work without this file. It keeps the places left true while a timetable is being read,
// and sends a form once.

const INTERVAL_MS = 20_000;

const timetable = document.querySelector('[data-live]');
if (timetable) {
  const words = JSON.parse(timetable.dataset.words);
  setInterval(() => document.visibilityState === 'visible' && refresh(timetable.dataset.live, words), INTERVAL_MS);
}

async function refresh(slug, words) {
  const answer = await fetch(`/api/v1/events/${encodeURIComponent(slug)}`).catch(() => undefined);
  if (!answer?.ok) return;
  const { sessions } = await answer.json();
  for (const session of sessions) {
    for (const row of document.querySelectorAll(`[data-session="${CSS.escape(session.id)}"]`))
      show(row, session, words);
  }
}

function show(row, session, words) {
  row.dataset.state = session.state;
  row.querySelector('[data-places]').textContent = wordsFor(session, words);
}

function wordsFor({ state, available, waiting }, words) {
  if (state === 'full' && waiting > 0) {
    return (waiting === 1 ? words.waiting_one : words.waiting).replace('{n}', waiting);
  }
  const one = available === 1 && (state === 'open' || state === 'few');
  return (one ? words.one : words[state]).replace('{n}', available);
}

for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
}

// A page that comes back out of the browser's memory may be sent again.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-sent]')) delete form.dataset.sent;
});
