// Before anything is painted: the theme somebody chose, or else that of the system.
'use strict';
(() => {
  const chosen = localStorage.getItem('theme');
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
