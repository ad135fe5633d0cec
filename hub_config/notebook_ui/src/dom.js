// Small pieces of page: elements, icons, sentences with code in them.

/** An element with attributes, properties (`on…` handlers, `textContent`…) and children. */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on') || key === 'textContent' || key === 'disabled' || key === 'hidden') {
      node[key] = value;
    } else if (value !== null && value !== undefined) {
      node.setAttribute(key, value);
    }
  }
  node.append(...children.filter(child => child !== null));
  return node;
}

const PATHS = {
  back: 'M10 4 4 10l6 6M4.5 10H17',
  run: 'M6 3.5v13l10.5-6.5z',
  stop: 'M5 5h10v10H5z',
  check: 'm4 10.5 4 4 8-9',
  save: 'M4 3.5h10l2.5 2.5v10.5h-12.5zM7 3.5v4h6v-4M7 16.5v-5h6v5',
  submit: 'M17 3 3 9l5 2.5L11 17zM8 11.5 17 3',
  close: 'm5 5 10 10M15 5 5 15'
};

/** A 20-pixel line icon, hidden from screen readers: words stand beside it or in `aria-label`. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [key, value] of Object.entries({ viewBox: '0 0 20 20', 'aria-hidden': 'true', focusable: 'false' })) {
    svg.setAttribute(key, value);
  }
  svg.setAttribute('class', `barmaja-icon barmaja-icon-${name}`);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button with an icon and a word; `name` is its class (`barmaja-run`) and its icon. */
export function button(name, onclick, iconName = name) {
  const word = element('span', { class: 'barmaja-word' });
  const node = element('button', { type: 'button', class: `barmaja-button barmaja-${name}`, onclick }, icon(iconName), word);
  return {
    node,
    say(text, label = text) {
      word.textContent = text;
      node.setAttribute('aria-label', label);
      node.title = label;
    }
  };
}

/** Nodes of a sentence: what stands between backticks becomes left-to-right `<code>`. Never read as HTML. */
export function sentence(text) {
  return text.split('`').map((part, index) =>
    index % 2 ? element('code', { dir: 'ltr', textContent: part }) : document.createTextNode(part)
  );
}
