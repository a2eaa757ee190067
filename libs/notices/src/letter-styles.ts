import type { CSSProperties } from 'react';
import type { Mood } from '#contracts';

const PAPER = '#f6f3ec';
const STONE = '#f1f0ed';
const INK = '#1f2a24';
const YEW = '#2f4a3a';
const SAFFRON = '#e2a32a';
const QUIET = '#465049';

const TEXT = "'Atkinson Hyperlegible Next', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const DISPLAY = "'IM Fell English', Georgia, 'Times New Roman', serif";
const SOBER = "'Source Serif 4', Georgia, 'Times New Roman', serif";

/** Inline styles win over a style sheet unless it insists. */
export const DARK = `
@media (prefers-color-scheme: dark) {
  .paper { background-color: #161b18 !important; }
  .ink { color: #ece8de !important; }
  .quiet { color: #bdbfb5 !important; }
  .leaf { color: #a9cbb5 !important; }
  .rule { border-color: #465049 !important; }
  .memorial .leaf { color: #ece8de !important; }
  .memorial .button { background-color: #ece8de !important; border-color: #ece8de !important; }
  .memorial .button a { color: #1f2a24 !important; }
}`;

export type LetterStyles = ReturnType<typeof styles>;

/** The lecture drops to stone, ink and one thin rule; the garden has its green and saffron for the one action. */
export function styles(mood: Mood) {
  const memorial = mood === 'memorial';
  const leaf = memorial ? INK : YEW;
  const button = memorial ? INK : SAFFRON;
  return {
    paper: { margin: 0, padding: 0, backgroundColor: memorial ? STONE : PAPER },
    column: {
      maxWidth: '600px',
      margin: '0 auto',
      padding: '32px 20px 40px',
      backgroundColor: memorial ? STONE : PAPER,
      fontFamily: TEXT,
    },
    heading: {
      margin: '0 0 28px',
      padding: '0 0 16px',
      borderBottom: `1px solid ${memorial ? INK : '#c9c5b8'}`,
      color: leaf,
      fontFamily: memorial ? SOBER : DISPLAY,
      fontSize: '30px',
      lineHeight: '36px',
      fontWeight: 400,
    },
    paragraph: text({ margin: '0 0 20px' }),
    reference: { fontSize: '26px', lineHeight: '38px', letterSpacing: '0.04em', whiteSpace: 'nowrap' },
    facts: { margin: '8px 0 28px', padding: '2px 0 14px', borderTop: rule(memorial), borderBottom: rule(memorial) },
    label: {
      margin: '18px 0 2px',
      color: leaf,
      fontFamily: TEXT,
      fontSize: '16px',
      lineHeight: '24px',
      fontWeight: 700,
    },
    fact: text({ margin: '0 0 6px' }),
    now: text({ margin: '0 0 4px', fontSize: '20px' }),
    was: { ...small(), margin: '0 0 6px' },
    link: { color: leaf, textDecoration: 'underline' },
    buttonFrame: { borderCollapse: 'separate', margin: '0 0 10px' },
    button: { padding: '13px 22px', border: `1px solid ${button}`, borderRadius: '4px', backgroundColor: button },
    buttonLink: {
      color: memorial ? '#ffffff' : INK,
      fontFamily: TEXT,
      fontSize: '18px',
      lineHeight: '24px',
      fontWeight: 700,
      textDecoration: 'none',
    },
    address: { ...small(), margin: '0 0 16px', wordBreak: 'break-all' },
    footnote: { ...small(), margin: '28px 0 0', padding: '16px 0 0', borderTop: rule(memorial) },
  } satisfies Readonly<Record<string, CSSProperties>>;
}

function text(more: CSSProperties): CSSProperties {
  return { color: INK, fontFamily: TEXT, fontSize: '18px', lineHeight: '28px', ...more };
}

function small(): CSSProperties {
  return { color: QUIET, fontFamily: TEXT, fontSize: '15px', lineHeight: '22px' };
}

function rule(memorial: boolean): string {
  return `1px solid ${memorial ? '#b9b8b2' : '#c9c5b8'}`;
}
