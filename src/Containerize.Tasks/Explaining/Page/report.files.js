// The table of files. Only the rows that can be seen are there, however many files there are.
const Files = (() => {
  const rowHeight = 28;
  const printed = 200;
  const columns = [
    { name: 'Path', key: 'path', width: '42%' },
    { name: 'Size', key: 'size', width: '10%', number: true },
    { name: 'Layer', key: 'layer', width: '12%' },
    { name: 'Package', key: 'owner', width: '20%' },
    { name: 'Why', key: 'reason', width: '16%' },
  ];

  function create(region) {
    const byId = id => document.getElementById(id);
    const [above, body, below] = ['above', 'window', 'below'].map(byId);
    let rows = [];
    let image = null;
    let sorted = { key: 'size', descending: true };
    let first = -1;
    let last = -1;

    columns.forEach(column => {
      const button = Model.element('button', { type: 'button', on: { click: () => sortBy(column.key) } }, column.name);
      const head = Model.element('th', { scope: 'col', class: column.number ? 'number' : '' }, button);
      head.style.width = column.width;
      column.head = head;
      byId('columns').append(head);
    });
    region.addEventListener('scroll', () => requestAnimationFrame(() => render(false)));
    addEventListener('resize', () => render(true));
    addEventListener('beforeprint', () => fill(0, Math.min(printed, rows.length)));
    addEventListener('afterprint', () => render(true));

    function compare(a, b) {
      const { key, descending } = sorted;
      const order = typeof a[key] === 'number' ? a[key] - b[key] : a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : 0;
      return (descending ? -order : order) || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.layer - b.layer);
    }

    function sortBy(key) {
      sorted = { key, descending: sorted.key === key ? !sorted.descending : key === 'size' };
      show(rows, image);
    }

    function show(files, of) {
      image = of;
      rows = [...files].sort(compare);
      columns.forEach(column => {
        if (column.key === sorted.key) {
          column.head.setAttribute('aria-sort', sorted.descending ? 'descending' : 'ascending');
        } else {
          column.head.removeAttribute('aria-sort');
        }
      });
      byId('table').setAttribute('aria-rowcount', rows.length + 1);
      region.scrollTop = 0;
      render(true);
    }

    function spacer(count) {
      const cell = Model.element('td', { colspan: columns.length });
      cell.style.height = `${count * rowHeight}px`;
      return count === 0 ? [] : [Model.element('tr', {}, cell)];
    }

    // Where there is little room, the name is what stays.
    function path(text) {
      const slash = text.lastIndexOf('/') + 1;
      const folder = Model.element('span', {}, text.slice(0, slash));
      folder.style.maxWidth = `max(0px, calc(100% - ${text.length - slash}ch))`;
      return [folder, Model.element('b', {}, text.slice(slash))];
    }

    function fill(from, to) {
      [first, last] = [from, to];
      above.replaceChildren(...spacer(from));
      below.replaceChildren(...spacer(rows.length - to));
      body.replaceChildren(...rows.slice(from, to).map((file, index) => Model.element('tr', { 'aria-rowindex': from + index + 2 },
        Model.element('td', { class: 'path', title: file.path }, ...path(file.path)),
        Model.element('td', { class: 'number' }, Model.bytes(file.size)),
        Model.element('td', {}, `${file.layer + 1} ${image.layers[file.layer].class}`),
        Model.element('td', { title: file.owner }, file.owner),
        Model.element('td', { title: file.reason }, file.reason))));
    }

    function render(always) {
      const visible = Math.ceil(region.clientHeight / rowHeight);
      const from = Math.max(0, Math.min(Math.floor(region.scrollTop / rowHeight) - 10, rows.length - visible));
      const to = Math.min(rows.length, from + visible + 20);
      if (always || from !== first || to !== last) {
        fill(from, to);
      }
    }

    return { show };
  }

  return { create };
})();
