// The page: reads the data, and ties the parts together.
(() => {
  const { bytes, counted, element } = Model;
  const byId = id => document.getElementById(id);
  const data = JSON.parse(byId('data').textContent);
  const table = Files.create(byId('rows'));
  const choice = { layer: null, owner: null, text: '' };
  let model = null;

  const sum = (items, key) => items.reduce((total, item) => total + (item[key] ?? 0), 0);
  const chosen = () => model.files.filter(file => (choice.layer === null || file.layer === choice.layer)
    && (choice.owner === null || file.owner === choice.owner) && (choice.text === '' || file.key.includes(choice.text)));

  function figures(image) {
    const sent = image.layers.filter(layer => layer.compressedSize !== undefined);
    const list = [
      ['in the container', bytes(sum(image.layers, 'size'))],
      [sent.length === image.layers.length ? 'compressed' : 'compressed so far', bytes(sum(sent, 'compressedSize'))],
      ['layers', image.layers.length.toLocaleString('en')],
      ['files', model.files.length.toLocaleString('en')],
      ['platform', image.platform],
      ['base', image.base ? image.base.reference : null],
    ];
    byId('figures').replaceChildren(...list.filter(([, value]) => value)
      .map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))));
  }

  function layers(image) {
    const scale = byId('scale');
    const every = image.layers.every(layer => layer.compressedSize !== undefined);
    byId('scale-choice').hidden = !every;
    const key = every ? scale.value : 'size';
    const total = Math.max(1, sum(image.layers, key));
    const kept = image.changes ? new Set(image.changes.kept) : null;
    const pile = [];
    const list = [];
    image.layers.forEach((layer, index) => {
      const share = layer[key] / total;
      const colour = Model.colour(layer, index);
      const block = element('div', { class: `${colour}${choice.layer === index ? ' chosen' : share > 0.01 ? ' thick' : ''}` });
      block.style.flexGrow = share;
      block.style.flexBasis = '0';
      pile.unshift(block);
      const bar = element('span', { class: `bar ${colour}` });
      bar.style.width = `${100 * share}%`;
      const moved = kept === null ? null : kept.has(index) ? 'as before' : 'moved';
      const size = [layer.read ? counted(layer.files.length, 'file') : null, bytes(layer.size),
        layer.compressedSize === undefined ? 'not compressed yet' : `${bytes(layer.compressedSize)} compressed`, layer.outcome, moved];
      list.unshift(element('li', {}, element('button', { type: 'button', 'aria-pressed': String(choice.layer === index), on: { click: () => chooseLayer(index) } },
        element('span', {}, String(index + 1)), element('span', { class: 'name' }, layer.class || 'layer'),
        element('span', { class: 'maker', title: layer.maker }, layer.maker), element('span', { class: 'size' }, size.filter(Boolean).join(', ')), bar)));
    });
    byId('pile').replaceChildren(...pile);
    byId('layer-list').replaceChildren(...list);
  }

  function chooseLayer(index) {
    choice.layer = choice.layer === index ? null : index;
    choice.owner = null;
    const focused = document.activeElement?.closest('#layer-list li');
    const at = focused ? [...byId('layer-list').children].indexOf(focused) : -1;
    layers(model.image);
    byId('layer-list').children[at]?.firstChild.focus();
    files();
  }

  function files() {
    const found = chosen();
    const filters = [];
    if (choice.layer !== null) {
      filters.push([`Layer ${choice.layer + 1}`, () => chooseLayer(choice.layer)]);
    }

    if (choice.owner !== null) {
      filters.push([choice.owner, back]);
    }

    byId('filters').replaceChildren(...filters.map(([name, undo]) => element('button', { type: 'button', 'aria-label': `${name}: show all again`, on: { click: undo } }, `${name} ✕`)));
    byId('shown').textContent = `${found.length.toLocaleString('en')} of ${counted(model.files.length, 'file')}, ${bytes(sum(found, 'size'))}`;
    table.show(found, model.image);
    map(found);
  }

  function map(found) {
    const container = byId('map');
    const inside = container.contains(document.activeElement);
    Treemap.draw(container, found, model.image, choice.owner, item => {
      if (item.file) {
        byId('search').value = item.file.path;
        search();
      } else {
        choice.owner = item.owner;
        files();
      }
    });
    if (inside) {
      container.firstChild?.focus();
    }
  }

  function back() {
    if (choice.owner !== null) {
      choice.owner = null;
      files();
    }
  }

  function search() {
    choice.text = byId('search').value.trim().toLowerCase();
    files();
  }

  function grid(heads, rows, caption) {
    return element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption }, element('table', { class: 'plain' },
      element('thead', {}, element('tr', {}, ...heads.map(head => element('th', { scope: 'col', class: head.number ? 'number' : '' }, head.name ?? head)))),
      element('tbody', {}, ...rows.map(row => element('tr', {}, ...row.map((cell, i) => element('td', { class: [heads[i].number ? 'number' : '', cell.class ?? ''].join(' ').trim() }, cell.text ?? cell)))))));
  }

  function changes(image) {
    const { changes } = image;
    const body = byId('changes-body');
    if (!changes) {
      byId('changes').hidden = !image.whyNoChanges;
      body.replaceChildren(element('p', {}, image.whyNoChanges ?? ''));
      return;
    }

    byId('changes').hidden = false;
    const moved = image.layers.filter((_, index) => !changes.kept.includes(index));
    const size = layer => layer.compressedSize ?? layer.size;
    body.replaceChildren(element('p', {}, moved.length === 0 && changes.gone.length === 0
      ? `Nothing: ${changes.name} has the same layers.`
      : `${counted(changes.kept.length, 'layer')} of ${image.layers.length} are those of ${changes.name}; ${moved.length} moved, ${bytes(moved.reduce((all, layer) => all + size(layer), 0))}. `
        + `${counted(changes.gone.length, 'layer')}, ${bytes(sum(changes.gone, 'compressedSize'))}, of that image ${changes.gone.length === 1 ? 'is' : 'are'} not in this one.`));
    if (!changes.read) {
      body.append(element('p', { class: 'note' }, 'Which files moved was not looked up: the layers are large, or could not be read.'));
    } else if (changes.files.length > 0) {
      const word = ([, before, after]) => before < 0 ? { text: 'new', class: 'added' } : after < 0 ? { text: 'gone', class: 'removed' } : 'changed';
      body.append(grid(['File', 'What', { name: 'Before', number: true }, { name: 'Now', number: true }],
        changes.files.map(file => [{ text: file[0], class: 'path' }, word(file), file[1] < 0 ? '' : bytes(file[1]), file[2] < 0 ? '' : bytes(file[2])]), 'Files that moved'));
      if (changes.fileCount > changes.files.length) {
        body.append(element('p', { class: 'note' }, `${counted(changes.fileCount, 'file')} in all.`));
      }
    } else if (moved.length > 0) {
      body.append(element('p', { class: 'note' }, 'No file has other content: what differs is their order, layer, owner or time.'));
    }
  }

  // 1, 4–7
  function ranges(numbers) {
    const runs = [];
    for (const number of numbers) {
      const run = runs.at(-1);
      if (run && run[1] === number - 1) {
        run[1] = number;
      } else {
        runs.push([number, number]);
      }
    }

    return runs.map(([from, to]) => from === to ? from : `${from}–${to}`).join(', ');
  }

  function resends(image) {
    byId('resends-body').replaceChildren(
      element('p', { class: 'lead' }, 'A layer is sent whole, however little of it changed. Of layers that are not compressed yet the bytes of their files are counted.'),
      grid(['A change of', 'Layers', { name: 'Sent', number: true }], image.resends.map(({ what, layers: at, bytes: count, exact }) =>
        [what, ranges(at.map(index => index + 1)), (exact ? '' : 'up to ') + bytes(count)]), 'Table of what a change would resend'));
  }

  function findings(image) {
    const name = ([layer, index]) => `${image.layers[layer].files[index][0]} (layer ${layer + 1})`;
    const same = image.findings.filter(finding => finding.kind === 'duplicate');
    const list = image.findings.filter(finding => finding.kind !== 'duplicate').map(finding => element('details', {},
      element('summary', {}, `${finding.title}${finding.kind === 'hidden' ? '' : `: ${counted(finding.count, 'file')}`}${finding.size > 0 ? `, ${bytes(finding.size)}` : ''}`),
      element('ul', {}, ...finding.files.map(file => element('li', { class: 'path' }, name(file))),
        finding.count > finding.files.length ? element('li', {}, `and ${finding.count - finding.files.length} more`) : null)));
    if (same.length > 0) {
      list.push(element('details', {}, element('summary', {}, `The same content under several names: ${counted(image.duplicateCount, 'content')}, ${bytes(image.duplicateSize)} more than once`),
        element('ul', {}, ...same.map(finding => element('li', {}, `${bytes(finding.size)} more for ${counted(finding.count, 'file')}:`,
          element('ul', {}, ...finding.files.map(file => element('li', { class: 'path' }, name(file))))))),
        image.duplicateCount > same.length ? element('p', { class: 'note' }, `and ${image.duplicateCount - same.length} smaller ones.`) : null));
    }

    const left = image.leftOut.length === 0 ? [] : [element('h3', {}, 'Left out of the image'), grid(['File', { name: 'Size', number: true }, 'Why'],
      image.leftOut.map(([path, size, why]) => [{ text: path, class: 'path' }, bytes(size), why]), 'Files left out of the image')];
    byId('findings-body').replaceChildren(
      element('p', { class: 'lead' }, list.length > 0 ? 'Files that an image may not need, or may not be meant to have. A name is no proof.' : 'Nothing was found: no duplicates, no leftovers, no suspicious names.'),
      ...list, ...left);
  }

  function start(image) {
    const { config } = image;
    const words = list => list.map(word => /[\s"']/.test(word) || word === '' ? JSON.stringify(word) : word).join(' ');
    const pairs = [
      ['Entrypoint', words(config.entrypoint)], ['Command', words(config.command)], ['User', config.user], ['Folder', config.workingDirectory], ['Stop signal', config.stopSignal],
      ['Ports', config.ports.join(', ')], ['Volumes', config.volumes.join(', ')], ['Digest', image.digest],
    ];
    byId('start-body').replaceChildren(
      element('dl', { class: 'pairs' }, ...pairs.filter(([, value]) => value).flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, element('code', {}, value))])),
      ...[['Variables', config.environment], ['Labels', config.labels]].filter(([, list]) => list.length > 0).flatMap(([name, list]) =>
        [element('h3', {}, name), grid(['Name', 'Value'], list.map(([key, value]) => [{ text: key, class: 'path' }, { text: value, class: 'path' }]), name)]));
  }

  function repeat() {
    byId('repeat-body').replaceChildren(element('pre', { tabindex: '0' }, data.command),
      ...(data.references.length > 0 ? [element('p', { class: 'note' }, `Named ${data.references.join(', ')}.`)] : []));
  }

  function show(image) {
    model = Model.open(image);
    Object.assign(choice, { layer: null, owner: null, text: '' });
    byId('search').value = '';
    [figures, layers, changes, resends, findings, start].forEach(part => part(image));
    byId('sections').replaceChildren(...[...document.querySelectorAll('main > section')].filter(section => !section.hidden)
      .map(section => element('li', {}, element('a', { href: `#${section.id}` }, section.firstElementChild.textContent))));
    files();
  }

  byId('title').textContent = data.title;
  byId('state').textContent = data.state;
  data.images.forEach((image, index) => byId('platform').append(element('option', { value: index }, image.platform)));
  byId('platform-choice').hidden = data.images.length === 1;
  byId('platform').addEventListener('change', event => show(data.images[event.target.value]));
  byId('scale').addEventListener('change', () => layers(model.image));
  byId('search').addEventListener('input', search);
  Treemap.keys(byId('map'), back);
  let width = byId('map').clientWidth;
  new ResizeObserver(() => {
    if (model && byId('map').clientWidth !== width) {
      width = byId('map').clientWidth;
      map(chosen());
    }
  }).observe(byId('map'));
  repeat();
  show(data.images[0]);
})();
