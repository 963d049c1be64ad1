/// Sorting by a click on a column's head, and a filter, both in the page alone. Without it the page has all its tables, in
/// the order of names.
enum ReportScript {
    static let text = """
        'use strict';
        for (const table of document.querySelectorAll('table.sorted')) {
          const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
          const value = (row, at) => {
            const cell = row.cells[at];
            return cell.dataset.order === undefined ? cell.textContent.trim() : Number(cell.dataset.order);
          };
          const compare = (a, b) => typeof a === 'number' && typeof b === 'number'
            ? a - b : String(a).localeCompare(String(b), undefined, { numeric: true });
          heads.forEach((head, at) => {
            const button = document.createElement('button');
            button.type = 'button';
            button.textContent = head.textContent;
            head.replaceChildren(button);
            button.addEventListener('click', () => {
              const down = head.getAttribute('aria-sort') === 'ascending';
              heads.forEach(other => other.removeAttribute('aria-sort'));
              head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
              const rows = [...body.rows].sort((a, b) => compare(value(a, at), value(b, at)));
              body.append(...(down ? rows.reverse() : rows));
            });
          });
        }
        const tools = document.querySelector('.tools');
        if (tools) {
          const field = document.createElement('input'), count = document.createElement('output');
          field.type = 'search';
          field.placeholder = 'Filter: a name, a system, not ready \\u2026';
          field.setAttribute('aria-label', 'Show only servers whose line has all of these words');
          tools.append(field, count);
          const rows = [...document.querySelectorAll('tr[data-server]')];
          const sections = [...document.querySelectorAll('section[data-server]')];
          const lines = new Map();
          for (const row of rows) {
            const name = row.dataset.server;
            lines.set(name, (lines.get(name) ?? '') + ' ' + row.textContent.toLowerCase());
          }
          const show = () => {
            const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
            const isShown = name => words.every(word => (lines.get(name) ?? '').includes(word));
            for (const part of rows.concat(sections)) part.hidden = !isShown(part.dataset.server);
            const shown = [...lines.keys()].filter(isShown).length;
            count.textContent = words.length ? shown + ' of ' + lines.size : '';
          };
          field.addEventListener('input', show);
        }
        """
}
