'use strict';
// Without this script everything is there; it only sorts tables and hides networks.
for (const table of document.querySelectorAll('table.sortable')) {
  for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const down = head.getAttribute('aria-sort') === 'ascending';
      for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const key = row => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
      const numeric = head.classList.contains('n');
      const compare = (left, right) => {
        const [a, b] = [key(left), key(right)];
        if (!numeric) return a.localeCompare(b);
        const [none, other] = [a, b].map(text => text === '' || text === '–');
        if (none || other) return none - other;
        return Number(a.replaceAll(',', '')) - Number(b.replaceAll(',', ''));
      };
      const rows = [...table.tBodies[0].rows].sort(compare);
      table.tBodies[0].append(...(down ? rows.reverse() : rows));
    });
  }
}
for (const box of document.querySelectorAll('.filter input')) {
  box.addEventListener('change', () => {
    for (const part of document.querySelectorAll('[data-network]')) {
      if (part.dataset.network === box.value) part.hidden = !box.checked;
    }
  });
}
// A folded box that a link leads into is opened; paper shows all of them.
const open = () => {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  for (let part = target; part; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true;
  if (target) target.scrollIntoView();
};
addEventListener('hashchange', open);
open();
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(part => { part.open = true; }));
