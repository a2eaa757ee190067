import { type Block, type Fact, FAREWELL, type LetterContent } from './letter-content.js';

const WIDTH = 72;
const INDENT = '  ';
/** What follows is small print, and mail programs show it so (RFC 3676 §4.3). */
const SIGNATURE = '-- ';

/** The letter as plain text of at most 72 columns; an address of the web is never broken. */
export function textOf({ heading, greeting, blocks, footnote }: LetterContent): string {
  const parts = [wrapped(heading), wrapped(greeting), ...blocks.map(blockText), FAREWELL.join('\n')];
  return `${parts.join('\n\n')}\n\n${SIGNATURE}\n${wrapped(footnote)}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return wrapped(block.text);
    case 'reference':
      return `Your reference: ${block.reference}\n${wrapped(block.hint)}`;
    case 'news':
      return block.novelties.map(({ label, now, was }) => factText({ label, lines: [now, was] })).join('\n\n');
    case 'facts':
      return block.facts.map(factText).join('\n\n');
    case 'action':
      return `${block.label}:\n${block.url}\n\n${wrapped(block.after)}`;
  }
}

function factText({ label, lines, links = [] }: Fact): string {
  const linked = links.map(({ text, url }) =>
    /^https?:/.test(url) && url !== text ? `${text}:\n${INDENT}${url}` : text,
  );
  return [label, ...lines.map((line) => INDENT + wrapped(line, INDENT)), ...linked.map((link) => INDENT + link)].join(
    '\n',
  );
}

/** Breaks at spaces. Lines after the first begin with the indent. */
function wrapped(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > WIDTH - indent.length) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line].join(`\n${indent}`);
}
