// Lists what the mails use and a mail program drops, unless `dropsWell` says why that does no harm.
// usage: mail-clients.mjs caniemail.json GALLERY
//
// The data names features, such as `css-padding`. A declaration, an element or an attribute is looked up under the names that
// `cssFeatures` and `htmlFeatures` give it. One that the data does not know has to be in `notInData`, so that
// nothing passes because of a missing name.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// The programs that people read these mails in, as families of the data.
const clients = ['outlook', 'gmail', 'yahoo', 'aol', 'apple-mail', 'samsung-email', 'orange', 'gmx', 'web-de', 't-online-de', 'thunderbird', 'protonmail'];

// What some programs drop, and why the mail is right without it.
const dropsWell = {
  'css-at-media': 'the style sheet holds dark colours alone',
  'css-at-media-prefers-color-scheme': 'the mail stays light, or the program darkens it by itself',
  'css-background-color': 'Orange and GMX take names of colours alone; the attribute bgcolor has the same colour',
  'css-border': 'Word draws up to 8px, and cells reliably; the rule for cells below holds that',
  'css-border-radius': 'corners are square',
  'css-color-scheme': 'the mail stays light, or the program darkens it by itself',
  'css-display': 'Word ignores inline-block on the link of a button, whose cell has padding of its own',
  'css-display-none': "Gmail's mobile page shows the preheader, which repeats what the mail says",
  'css-font-size': 'relative sizes are partial; all sizes here are in px',
  'css-font-weight': 'only hundreds are portable, and only hundreds are used',
  'css-height': 'only gaps have a height, and the line height in them is the same',
  'css-important': 'only in the style sheet for dark colours',
  'css-line-height': 'Word may space lines wider, by what it adds to a line height in px',
  'css-margin': 'only 0, on headings and the body',
  'css-max-height': 'the preheader has display:none and mso-hide too',
  'css-max-width': 'Word takes it on tables, and has a column of 600 px of its own',
  'css-overflow': 'the preheader has display:none too',
  'css-padding': 'Word takes it on cells alone; the link of a button has it as well, and its cell has mso-padding-alt',
  'css-selector-class': 'only in the style sheet for dark colours',
  'css-sytem-ui': 'other fonts follow',
  'css-table-layout': 'keeps a long word from widening the column; such words are rare',
  'css-text-decoration': 'buttons are underlined',
  'css-width': 'Word takes it on tables, where it is used',
  'css-word-wrap': 'a long word runs over the edge',
  'html-align': 'left is where text starts anyway, and the column may stand left',
  'html-aria-hidden': 'the preheader is read out before the mail',
  'html-body': 'the colour of the ground is on a table as well',
  'html-doctype': 'nothing depends on it',
  'html-height': 'Word does not scale pictures with 120 dpi, which the document settings undo',
  'html-lang': 'a screen reader takes its own language',
  'html-mailto-links': 'cc and bcc are not used, and the address is written out',
  'html-meta-color-scheme': 'the mail stays light, or the program darkens it by itself',
  'html-role': 'a screen reader may announce tables',
  'html-style': 'the style sheet holds dark colours alone',
  'html-width': 'on pictures in percent it is not used; on tables every program takes it',
};

// What the data has no entry for.
const notInData = new Set([
  // Elements and attributes of every version of HTML, or with a meaning for programs alone.
  'html', 'head', 'a', 'title', 'meta', 'br', 'charset', 'name', 'content', 'href', 'class', 'border', 'alt', 'src', 'xmlns:o',
  'bgcolor',
  // For Amazon SES, which removes it: no tracking of this link.
  'ses:no-track',
  // CSS 1, or Word's own.
  'color', 'font-family', 'mso-hide', 'mso-padding-alt', 'border-color',
]);

const htmlElements = {
  table: ['html-table'], tr: ['html-table'], td: ['html-table'], h1: ['html-h1-h6'], h2: ['html-h1-h6'], img: ['html-img', 'image-png'],
};
const htmlAttributes = { role: 'html-role', cellpadding: 'html-cellpadding', cellspacing: 'html-cellspacing' };
const cssProperties = [
  [/^padding(-|$)/, 'css-padding'], [/^margin(-|$)/, 'css-margin'], [/^border(-(left|right|top|bottom))?$/, 'css-border'], [/^font$/, 'css-font'],
  [/^overflow(-[xy])?$/, 'css-overflow'],
];

const data = new Map(JSON.parse(readFileSync(process.argv[2], 'utf8')).data.map((feature) => [feature.slug, feature]));
const uses = new Map();
const unknown = new Map();
const mistakes = new Map();
const note = (map, key, where) => map.set(key, map.get(key) ?? where);

function use(slug, own, where) {
  if (data.has(slug)) note(uses, slug, where);
  else if (!notInData.has(own)) note(unknown, own, where);
}

// Records a declaration.
function declaration(text, element, where) {
  const colon = text.indexOf(':');
  if (colon < 0) return;
  const property = text.slice(0, colon).trim().toLowerCase();
  const value = text.slice(colon + 1).trim();
  const slug = cssProperties.find(([pattern]) => pattern.test(property))?.[1] ?? `css-${property}`;
  use(slug, property, where);
  if (/!important/.test(value)) note(uses, 'css-important', where);
  if (property === 'display' && value === 'none') note(uses, 'css-display-none', where);
  if (property === 'font-family' && /system-ui|-apple-system/.test(value)) note(uses, 'css-sytem-ui', where);
  for (const [, unit] of value.matchAll(/\b[\d.]+(px|em|rem|%|vh|vw|vmin|vmax|ch|ex|pt|cm|mm|in|pc)(?![\w-])/g)) {
    use(`css-unit-${unit === '%' ? 'percent' : unit}`, unit, where);
  }
  for (const [, name] of value.matchAll(/\b([a-z-]+)\(/g)) {
    use(({ rgb: 'css-rgb', rgba: 'css-rgba', calc: 'css-unit-calc', var: 'css-variables' })[name] ?? `css-function-${name}`, `${name}()`, where);
  }
  // What the reasons above rest on.
  const wrong = (what) => note(mistakes, `${what}: <${element}> has ${property}:${value}`, where);
  if (/^padding/.test(property) && element !== 'td' && element !== 'a') wrong('padding counts on cells');
  if (property === 'border' && parseInt(value, 10) > 8) wrong('Word draws up to 8px');
  if (/^border(-left)?$/.test(property) && element !== 'td') wrong('Word draws borders of cells');
  if (property === 'font-weight' && !/^(400|600|700)$/.test(value)) wrong('weights are 400, 600 or 700');
  if (property === 'font') wrong('a shorthand is dropped whole for one value that is not known');
  if (property === 'margin' && value !== '0') wrong('margins are 0');
  if (property === 'max-width' && element !== 'table') wrong('Word takes max-width on tables');
  if (/^(width|height)$/.test(property) && !/^(table|td)$/.test(element)) wrong('Word takes sizes on tables and cells');
  if (property === 'display' && !/^(none|inline-block)$/.test(value)) wrong('Word takes display:none');
}

// Records the rules of a style sheet.
function sheet(css, where) {
  for (const [, at] of css.matchAll(/@([a-z-]+)/g)) use(`css-at-${at}`, `@${at}`, where);
  for (const [, feature] of css.matchAll(/\((prefers-[a-z-]+):/g)) use(`css-at-media-${feature}`, feature, where);
  for (const [, selector, body] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (/\./.test(selector)) note(uses, 'css-selector-class', where);
    for (const one of body.split(';').filter((part) => part.trim())) declaration(one, 'style', where);
  }
}

for (const file of readdirSync(process.argv[3]).filter((name) => /-mail-.*\.html$/.test(name))) {
  const html = readFileSync(join(process.argv[3], file), 'utf8');
  if (Buffer.byteLength(html) > 60 * 1024) note(mistakes, 'Gmail cuts a mail of 102 KB, and 60 KB leave it room', file);
  if (/^<!doctype html>/i.test(html)) note(uses, 'html-doctype', file);
  if (html.includes('mailto:')) note(uses, 'html-mailto-links', file);
  // Conditional comments are for Word alone.
  const shown = html.replace(/<!--\[if mso\]>.*?<!\[endif\]-->/gs, '');
  for (const [, css] of shown.matchAll(/<style>(.*?)<\/style>/gs)) sheet(css, file);
  for (const [, element, rest] of shown.matchAll(/<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g)) {
    for (const slug of htmlElements[element] ?? [`html-${element}`]) use(slug, element, file);
    for (const [, name, value] of rest.matchAll(/\s([a-z:-]+)(?:="([^"]*)")?/g)) {
      if (name === 'style') for (const one of value.split(';')) declaration(one, element, file);
      else if (name === 'content' && value === 'light dark') note(uses, 'html-meta-color-scheme', file);
      else use(htmlAttributes[name] ?? `html-${name}`, name, file);
    }
  }
}

// Returns the programs that drop a feature, wholly or in part, in the newest version that was tested. Of Outlook on Windows
// every version counts, because all of them are in use.
function droppers(feature) {
  const found = [];
  for (const client of clients) {
    for (const [platform, versions] of Object.entries(feature.stats[client] ?? {})) {
      const results = Object.values(versions);
      const counting = client === 'outlook' && platform === 'windows' ? results : results.slice(-1);
      if (counting.some((result) => /^[na]/.test(result))) found.push(`${client} (${platform})`);
    }
  }
  return found;
}

const problems = [];
for (const [what, where] of mistakes) problems.push(`${what} (${where})`);
for (const [what, where] of unknown) problems.push(`${what} is not in the data of caniemail: add its name there, or to notInData (${where})`);
for (const [slug, where] of uses) {
  const found = droppers(data.get(slug));
  if (found.length > 0 && !(slug in dropsWell)) {
    problems.push(`${slug} is dropped by ${found.join(', ')} (${where}; ${data.get(slug).url})`);
  }
}
for (const slug of Object.keys(dropsWell)) {
  if (!uses.has(slug)) problems.push(`dropsWell names ${slug}, which no mail uses: remove it`);
  else if (droppers(data.get(slug)).length === 0) problems.push(`dropsWell names ${slug}, which no program drops: remove it`);
}
if (uses.size < 20) problems.push(`only ${uses.size} features were found: the gallery holds no mails`);
if (problems.length > 0) {
  for (const problem of problems) console.error(problem);
  console.error('Mails use what a mail program drops: see above, and docs/decisions/0017-mail-for-every-client.md.');
  process.exit(1);
}
console.log(`mail clients ok: ${uses.size} features, of which ${Object.keys(dropsWell).length} may be dropped`);
