// Areas to scale, packages first, then the files of one. Squarified: Bruls, Huizing, van Wijk, "Squarified Treemaps", 2000.
const Treemap = (() => {
  const most = 250;

  // Items with a size, the largest first; gives each x, y, width, height.
  function squarify(items, box) {
    const total = items.reduce((sum, item) => sum + item.size, 0);
    const places = [];
    if (total <= 0 || box.width <= 0 || box.height <= 0) {
      return places;
    }

    const scale = box.width * box.height / total;
    let { x, y, width, height } = box;
    let row = [];
    let area = 0;
    const worst = (sum, side) => row.length === 0 ? Infinity : Math.max(side * side * row[0].area / (sum * sum), sum * sum / (side * side * row[row.length - 1].area));
    const lay = () => {
      const side = Math.min(width, height);
      const depth = area / side;
      let along = 0;
      for (const { item, area: part } of row) {
        const length = part / depth;
        places.push(width >= height
          ? { item, x, y: y + along, width: depth, height: length }
          : { item, x: x + along, y, width: length, height: depth });
        along += length;
      }

      if (width >= height) {
        x += depth;
        width -= depth;
      } else {
        y += depth;
        height -= depth;
      }

      row = [];
      area = 0;
    };

    for (const item of items) {
      const part = item.size * scale;
      if (part <= 0) {
        continue;
      }

      const side = Math.min(width, height);
      const before = worst(area, side);
      row.push({ item, area: part });
      if (row.length > 1 && worst(area + part, side) > before) {
        row.pop();
        lay();
        row.push({ item, area: part });
      }

      area += part;
    }

    if (row.length > 0) {
      lay();
    }

    return places;
  }

  // What is too small to be seen is one.
  function merge(items, noun) {
    const sorted = items.filter(item => item.size > 0).sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1));
    const rest = sorted.slice(most);
    return rest.length === 0 ? sorted
      : [...sorted.slice(0, most), { name: `${rest.length} smaller ${noun}`, size: rest.reduce((sum, item) => sum + item.size, 0), files: [], colour: 'c-base' }]
        .sort((a, b) => b.size - a.size);
  }

  function groups(files, image) {
    const owners = new Map();
    for (const file of files) {
      let group = owners.get(file.owner);
      if (!group) {
        owners.set(file.owner, group = { name: file.owner, size: 0, files: [], colour: Model.colour(image.layers[file.layer], file.layer), owner: file.owner });
      }

      group.size += file.size;
      group.files.push(file);
    }

    return [...owners.values()];
  }

  function place(node, { x, y, width, height }) {
    node.style.left = `${x}px`;
    node.style.top = `${y}px`;
    node.style.width = `${Math.max(1, width)}px`;
    node.style.height = `${Math.max(1, height)}px`;
  }

  // choose: told a group's owner, or a file.
  function draw(container, files, image, owner, choose) {
    const noun = owner === null ? 'packages' : 'files';
    const items = merge(owner === null ? groups(files, image) : files.map(file => ({
      name: file.path, label: file.path.slice(file.path.lastIndexOf('/') + 1), size: file.size, colour: Model.colour(image.layers[file.layer], file.layer), file, files: [],
    })), noun);
    container.replaceChildren();
    const box = { x: 0, y: 0, width: container.clientWidth, height: container.clientHeight };
    squarify(items, box).forEach((found, index) => {
      const { item, width, height } = found;
      const text = `${item.name}, ${Model.bytes(item.size)}${item.owner === undefined ? '' : `, ${Model.counted(item.files.length, 'file')}`}`;
      const tile = Model.element('button', { type: 'button', class: item.colour, title: text, 'aria-label': text, tabindex: index === 0 ? '0' : '-1' },
        width > 48 && height > 16 ? Model.element('span', { 'aria-hidden': 'true' }, item.label ?? item.name) : null);
      place(tile, found);
      tile.addEventListener('click', () => {
        if (item.owner !== undefined || item.file) {
          choose(item);
        }
      });
      if (width > 90 && height > 60 && item.files.length > 1) {
        const inner = { x: 2, y: 20, width: width - 6, height: height - 24 };
        squarify(merge([...item.files], 'files').slice(0, 24), inner).forEach(part => {
          const cell = Model.element('i', { class: item.colour, 'aria-hidden': 'true' });
          place(cell, part);
          tile.append(cell);
        });
      }

      container.append(tile);
    });
  }

  // One stop of the Tab key, arrows within.
  function keys(container, back) {
    container.addEventListener('keydown', event => {
      const tiles = [...container.children];
      const at = tiles.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: tiles.length - 1 }[event.key];
      if (event.key === 'Escape') {
        back();
      } else if (at >= 0 && to !== undefined) {
        event.preventDefault();
        const next = tiles[Math.min(Math.max(to, 0), tiles.length - 1)];
        tiles[at].tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      }
    });
  }

  return { draw, keys, squarify };
})();
