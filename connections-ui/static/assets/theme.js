// Runs before the first paint, so that no page flashes in the other theme or with the other menu.
(() => {
  const kept = name => { try { return localStorage.getItem(name); } catch { return null; } };
  const theme = kept('serai.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  if (kept('serai.rail') === 'narrow') document.documentElement.dataset.rail = 'narrow';
})();
