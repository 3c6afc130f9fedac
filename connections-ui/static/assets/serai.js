// What the pages do by themselves; all else is a link, a form or htmx.
const root = document.documentElement;
const dialog = document.getElementById('dialog');
const on = (event, work) => document.addEventListener(event, work);
const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* the choice lasts for this page */ } };

// ---- theme, menu, search -------------------------------------------------------------------------------------------
function showTheme() {
  const chosen = root.dataset.theme ?? 'system';
  document.querySelectorAll('[data-theme-choice]').forEach(button => button.setAttribute('aria-pressed', String(button.dataset.themeChoice === chosen)));
}

function chooseTheme(theme) {
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  keep('serai.theme', theme);
  showTheme();
}

function foldRail() {
  if (root.dataset.rail) delete root.dataset.rail;
  else root.dataset.rail = 'narrow';
  keep('serai.rail', root.dataset.rail ?? 'wide');
}

function closeMenus(except) {
  document.querySelectorAll('details.menu[open]').forEach(menu => { if (menu !== except) menu.open = false; });
}

on('keydown', event => {
  const typing = event.target.closest('input, textarea, select, [contenteditable]') || event.ctrlKey || event.metaKey || event.altKey;
  if (event.key === '/' && !typing && !dialog?.open) {
    event.preventDefault();
    document.getElementById('search')?.focus();
  }
  if (event.key !== 'Escape') return;
  const menu = event.target.closest('details.menu[open]');
  closeMenus();
  menu?.querySelector('summary').focus();
});

// ---- clicks --------------------------------------------------------------------------------------------------------
on('click', event => {
  const at = selector => event.target.closest(selector);
  closeMenus(at('details.menu'));
  if (at('[data-theme-choice]')) chooseTheme(at('[data-theme-choice]').dataset.themeChoice);
  if (at('[data-rail]')) foldRail();
  if (at('[data-close]')) dialog.close();
  if (at('[data-dismiss]')) at('[data-dismiss]').closest(at('[data-dismiss]').dataset.dismiss).remove();
  if (at('[data-secret-do]')) changeSecret(at('[data-secret-do]'));
  if (at('[data-copy]')) copy(at('[data-copy]'));
  if (at('[data-goto]')) {
    event.preventDefault();
    goTo(at('[data-goto]').getAttribute('href').slice(1));
  }
});

async function copy(button) {
  await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent);
  button.textContent = 'Copied';
}

// ---- the form of a connection --------------------------------------------------------------------------------------
function goTo(id) {
  const field = document.getElementById(id);
  if (!field) return;
  for (let group = field.closest('details'); group; group = group.parentElement.closest('details')) group.open = true;
  field.scrollIntoView({ block: 'center' });
  field.focus();
}

/** A stored secret is kept, replaced or cleared. */
function changeSecret(button) {
  const secret = button.closest('[data-secret]');
  const wanted = button.dataset.secretDo;
  const input = secret.querySelector('.secret-input');
  input.hidden = wanted !== 'replace';
  if (wanted !== 'replace') input.firstElementChild.value = '';
  secret.querySelector('input[name=clear]').disabled = wanted !== 'clear';
  secret.querySelectorAll('[data-secret-do]').forEach(other => { other.hidden = (other.dataset.secretDo === 'keep') === (wanted === 'keep'); });
  const word = secret.querySelector('[data-secret-word]');
  word.dataset.was ??= word.textContent;
  word.textContent = { keep: word.dataset.was, replace: 'Will be replaced', clear: 'Will be cleared' }[wanted];
  (wanted === 'replace' ? input.firstElementChild : secret.querySelector('[data-secret-do]:not([hidden])')).focus();
}

function answersOf(form, name) {
  return [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].flatMap(input =>
    input.type === 'checkbox' ? [String(input.checked)] : [input.value]);
}

/** Shows the fields that the answers so far call for; the server decides by the same rule. */
function showFields(form) {
  form.querySelectorAll('[data-visible-if]').forEach(field => {
    const asker = form.querySelector(`[name="${CSS.escape(field.dataset.visibleIf)}"]`)?.closest('.field');
    const wanted = field.dataset.visibleFor.split('\n');
    const askerApplies = !asker?.dataset.visibleIf || !asker.hidden;
    field.hidden = !askerApplies || !answersOf(form, field.dataset.visibleIf).some(answer => wanted.includes(answer));
  });
}

/** What is not asked has no answer. */
function holds(form, { asked, wanted }) {
  const asker = form.querySelector(`[name="${CSS.escape(asked)}"]`)?.closest('.field');
  const isAsked = asker && (!asker.hidden || asker.classList.contains('fixed'));
  return (isAsked ? answersOf(form, asked) : ['']).some(answer => wanted.includes(answer) || answer !== '' && wanted.includes('*'));
}

/** Says which fields the answers so far demand; the server decides by the same rule. */
function showDemands(form) {
  form.querySelectorAll('[data-required-if]').forEach(field => {
    const demanded = JSON.parse(field.dataset.requiredIf).some(all => all.every(one => holds(form, one)));
    field.querySelectorAll('[data-optional]').forEach(word => { word.hidden = demanded; });
    field.querySelectorAll(':is(input, textarea):not([type=hidden], [type=checkbox])').forEach(input => { input.required = demanded; });
  });
}

on('change', event => {
  const form = event.target.closest('form.form');
  if (!form) return;
  showFields(form);
  showDemands(form);
});

// ---- the choice before an import -----------------------------------------------------------------------------------
/** A whole schema has all its tables; some of them make its box undecided. */
function showPick(pick) {
  const schema = pick.querySelector('[name=schema]');
  const tables = [...pick.querySelectorAll('[name=table]')];
  if (schema.checked || pick.dataset.whole) tables.forEach(table => { table.checked = schema.checked; });
  tables.forEach(table => { table.disabled = schema.checked; });
  pick.dataset.whole = schema.checked ? 'true' : '';
  schema.indeterminate = !schema.checked && tables.some(table => table.checked);
}

function filterTables(input) {
  const words = input.value.trim().toLowerCase();
  document.querySelectorAll(`${input.dataset.filter} [data-name]`).forEach(line => { line.hidden = !line.dataset.name.toLowerCase().includes(words); });
}

on('change', event => {
  const pick = event.target.closest('[data-pick]');
  if (pick) showPick(pick);
});
on('input', event => { if (event.target.matches('[data-filter]')) filterTables(event.target); });
on('htmx:afterSettle', event => {
  const pick = event.detail.target.closest?.('[data-pick]');
  if (!pick) return;
  showPick(pick);
  document.querySelectorAll('[data-filter]').forEach(filterTables);
});

// ---- dialogs -------------------------------------------------------------------------------------------------------
function openDialog() {
  if (!dialog.open) dialog.showModal();
  const form = dialog.querySelector('form.form');
  if (!form) return;
  showFields(form);
  // what hx-preserve kept does not know of the error beside it
  form.querySelectorAll('.field.wrong input[type=password]').forEach(input => input.setAttribute('aria-invalid', 'true'));
  const told = form.querySelector('[data-focus]');
  if (told) told.focus();
  else if (form.dataset.focusOn) goTo(form.dataset.focusOn);
  else form.querySelector('#f-name').focus();
}

on('htmx:afterSettle', event => {
  if (event.detail.target === dialog) openDialog();
  showTheme();
});

dialog?.addEventListener('close', () => { dialog.replaceChildren(); });
on('close-dialog', () => dialog.close());
// so that a deletion knows whether its page goes with it
on('htmx:configRequest', event => {
  if (event.detail.elt.querySelector?.('[data-page-kind]') && document.querySelector('[data-page=one]')) event.detail.parameters.set('on', 'page');
});

on('htmx:confirm', event => {
  if (!event.detail.question) return;
  event.preventDefault();
  const ask = document.getElementById('confirm');
  ask.querySelector('p').textContent = event.detail.question;
  ask.querySelector('[value=yes]').textContent = event.detail.elt.textContent.trim();
  ask.returnValue = 'no';
  ask.addEventListener('close', () => { if (ask.returnValue === 'yes') event.detail.issueRequest(true); }, { once: true });
  ask.showModal();
});

// ---- messages ------------------------------------------------------------------------------------------------------
const TOAST_MILLIS = 8000;

function toast(text) {
  const box = document.createElement('div');
  box.className = 'toast fail';
  box.dataset.toast = '';
  box.textContent = text;
  document.getElementById('toasts').append(box);
}

new MutationObserver(changes => {
  changes.flatMap(change => [...change.addedNodes]).filter(node => node.dataset?.toast !== undefined && !node.classList.contains('fail'))
    .forEach(node => setTimeout(() => node.remove(), TOAST_MILLIS));
}).observe(document.getElementById('toasts') ?? document.body, { childList: true });

// a refusal that was not meant for this place in the page, such as the whole error page
on('htmx:beforeSwap', event => {
  if (event.detail.xhr.status < 400 || event.detail.xhr.getResponseHeader('HX-Retarget')) return;
  event.detail.shouldSwap = false;
  toast('This did not work. Load the page again, then try once more.');
});
on('htmx:sendError', () => toast('Serai does not answer. Nothing was changed. Check the network, then try once more.'));

// ---- ages that stay true -------------------------------------------------------------------------------------------
function ago(seconds) {
  if (seconds < 10) return 'just now';
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  const days = Math.floor(seconds / 86400);
  return days === 1 ? '1 day ago' : `${days} days ago`;
}

function until(seconds) {
  if (seconds <= 0) return 'now';
  if (seconds < 120) return `in ${Math.ceil(seconds)} s`;
  if (seconds < 7200) return `in ${Math.ceil(seconds / 60)} min`;
  const minutes = Math.ceil(seconds / 60);
  if (seconds < 172800) return `in ${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${minutes % 60} min` : ''}`;
  return `in ${Math.ceil(seconds / 86400)} days`;
}

setInterval(() => document.querySelectorAll('time[data-until]').forEach(time => {
  const text = until((Date.parse(time.dateTime) - Date.now()) / 1000);
  if (time.textContent !== text) time.textContent = text;
}), 1000);

setInterval(() => document.querySelectorAll('time[datetime]:not([data-until])').forEach(time => {
  const text = ago(Math.max(0, (Date.now() - Date.parse(time.dateTime)) / 1000));
  if (time.textContent !== text) time.textContent = text;
}), 15000);

showTheme();
