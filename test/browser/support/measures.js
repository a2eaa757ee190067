// Evaluated in the page, where nothing else of the tests runs: what can only be measured there.

globalThis.measures = { tooWide, smallTargets, focus, weight };

/** Elements that a reader would have to scroll sideways for, whatever the letters of the references. */
function tooWide() {
  writeReferencesWide();
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const beyond = [...document.body.querySelectorAll('*')].filter(
    (element) => element.getBoundingClientRect().right > clientWidth + 1,
  );
  const innermost = beyond.filter((element) => !beyond.some((other) => other !== element && element.contains(other)));
  return [`${scrollWidth} wide, on ${clientWidth}`, ...innermost.slice(0, 3).map(nameOf)];
}

/** Buttons, fields, rows and links of their own that are smaller than 44 pixels; links in a sentence are read, not aimed at. */
function smallTargets() {
  const targets = document.querySelectorAll(
    'a, button, select, textarea, label.option, input:not([type="radio"], [type="checkbox"], [type="hidden"])',
  );
  return [...targets]
    .filter((element) => element.checkVisibility() && getComputedStyle(element).display !== 'inline')
    .filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width < 43.5 || height < 43.5;
    })
    .map(nameOf);
}

/** What the keyboard is at, if anything, and whether that can be seen. */
function focus() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const { top, bottom, left, right } = element.getBoundingClientRect();
  const inView = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  const outlined = [getComputedStyle(element), getComputedStyle(element, '::after')].some(
    ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2,
  );
  return { name: nameOf(element), visible: inView && outlined };
}

/** Bytes of the page and of all that it loaded, unpacked, but for the fonts. */
function weight() {
  return ['navigation', 'resource']
    .flatMap((kind) => performance.getEntriesByType(kind))
    .filter(({ name }) => !name.endsWith('.woff2'))
    .reduce((total, { decodedBodySize }) => total + decodedBodySize, 0);
}

/** A reference is drawn at random: each becomes the widest that there can be. */
function writeReferencesWide() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.data.includes('GH-')) text.data = text.data.replace(/GH-\w{4}-\w{4}/g, 'GH-WWWW-WWWW');
  }
}

function nameOf(element) {
  const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40);
  return `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? element.id} "${words}"`;
}
