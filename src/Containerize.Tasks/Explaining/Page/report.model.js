'use strict';

// What all parts of the page know: the image that is shown, and what of its files is chosen.
const Model = (() => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const classes = ['base', 'runtime', 'host', 'packages', 'prerelease', 'vendor', 'projects', 'assets', 'app'];
  const others = ['packages', 'vendor', 'assets', 'projects', 'runtime', 'prerelease', 'host', 'other'];

  function bytes(count) {
    let unit = 0;
    while (count >= 999.95 && unit < units.length - 1) {
      count /= 1000;
      unit++;
    }

    return `${count.toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
  }

  function counted(count, noun) {
    return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
  }

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes ?? {})) {
      if (key === 'class') {
        made.className = value;
      } else if (key === 'on') {
        Object.entries(value).forEach(([event, handler]) => made.addEventListener(event, handler));
      } else if (value !== undefined && value !== null) {
        made.setAttribute(key, value);
      }
    }

    made.append(...children.filter(child => child !== null && child !== undefined));
    return made;
  }

  // Layers of ours have a colour for their class, those of others one each.
  function colour(layer, index) {
    const name = layer.class.split('.')[0];
    return `c-${classes.includes(name) ? name : name ? 'other' : others[index % others.length]}`;
  }

  // Of a file that no package claims, the folder says most.
  function folderOf(path) {
    const parts = path.split('/');
    return `/${parts.slice(0, Math.min(3, parts.length - 1)).join('/')}`;
  }

  // One object a file; the lower case is what the search looks at.
  function open(image) {
    const files = [];
    image.layers.forEach((layer, index) => layer.files.forEach(([path, size, owner, reason]) => {
      const name = owner < 0 ? '' : image.texts[owner];
      files.push({
        path, size, layer: index, owner: name || folderOf(path), reason: reason < 0 ? layer.maker : image.texts[reason], key: `${path}\n${name}`.toLowerCase(),
      });
    }));
    return { image, files };
  }

  return { bytes, counted, element, colour, open };
})();
