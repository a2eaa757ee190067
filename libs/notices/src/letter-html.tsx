import type { ReactElement, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { type Block, type Fact, FAREWELL, type LetterContent } from './letter-content.js';
import type { Novelty } from './news.js';
import { DARK, styles, type LetterStyles } from './letter-styles.js';

/**
 * One column, styles on every element, nothing fetched from anywhere. The classes are there only
 * for programs that show mail dark; those that know neither still get ink on paper.
 */
export function htmlOf(content: LetterContent): string {
  return `<!doctype html>${renderToStaticMarkup(<LetterPage content={content} />)}`;
}

function LetterPage({ content }: { readonly content: LetterContent }): ReactElement {
  const style = styles(content.mood);
  return (
    <html lang="en-GB">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{content.subject}</title>
        <style>{DARK}</style>
      </head>
      <body className="paper" style={style.paper}>
        <div lang="en-GB" className={`paper column ${content.mood}`} style={style.column}>
          <h1 className="leaf rule" style={style.heading}>
            {content.heading}
          </h1>
          <Paragraph style={style} language={content.greetingLanguage}>
            {content.greeting}
          </Paragraph>
          {content.blocks.map((block, index) => (
            <BlockView key={index} block={block} style={style} />
          ))}
          <Paragraph style={style}>
            {FAREWELL[0]}
            <br />
            {FAREWELL[1]}
          </Paragraph>
          <p className="quiet rule" style={style.footnote}>
            {content.footnote}
          </p>
        </div>
      </body>
    </html>
  );
}

function BlockView({ block, style }: { readonly block: Block; readonly style: LetterStyles }): ReactElement {
  switch (block.kind) {
    case 'paragraph':
      return <Paragraph style={style}>{block.text}</Paragraph>;
    case 'reference':
      return (
        <Paragraph style={style}>
          Your reference
          <br />
          <strong style={style.reference}>{block.reference}</strong>
          <br />
          {block.hint}
        </Paragraph>
      );
    case 'news':
      return (
        <div className="rule" style={style.facts}>
          {block.novelties.map((novelty) => (
            <NoveltyView key={novelty.label} novelty={novelty} style={style} />
          ))}
        </div>
      );
    case 'facts':
      return (
        <div className="rule" style={style.facts}>
          {block.facts.map((fact) => (
            <FactView key={fact.label} fact={fact} style={style} />
          ))}
        </div>
      );
    case 'action':
      return <Action block={block} style={style} />;
  }
}

function FactView({ fact, style }: { readonly fact: Fact; readonly style: LetterStyles }): ReactElement {
  const links = (fact.links ?? []).map(({ text, url }) => (
    <a key={url} href={url} className="leaf" style={style.link}>
      {text}
    </a>
  ));
  return (
    <>
      <h2 className="leaf" style={style.label}>
        {fact.label}
      </h2>
      {[...fact.lines, ...links].map((line, index) => (
        <p key={index} className="ink" style={style.fact}>
          {line}
        </p>
      ))}
    </>
  );
}

/** What holds is large; what it was is small print below it, and both say so in words. */
function NoveltyView({ novelty: { label, now, was }, style }: NoveltyProps): ReactElement {
  return (
    <>
      <h2 className="leaf" style={style.label}>
        {label}
      </h2>
      <p className="ink" style={style.now}>
        <strong>{now}</strong>
      </p>
      <p className="quiet" style={style.was}>
        {was}
      </p>
    </>
  );
}

interface NoveltyProps {
  readonly novelty: Novelty;
  readonly style: LetterStyles;
}

interface ActionProps {
  readonly block: Extract<Block, { kind: 'action' }>;
  readonly style: LetterStyles;
}

/** A table of one cell, because Outlook gives a link no padding. The address stands there to be read and copied. */
function Action({ block, style }: ActionProps): ReactElement {
  return (
    <>
      <table role="presentation" cellPadding={0} cellSpacing={0} border={0} style={style.buttonFrame}>
        <tbody>
          <tr>
            <td className="button rule" style={style.button}>
              <a href={block.url} style={style.buttonLink}>
                {block.label}
              </a>
            </td>
          </tr>
        </tbody>
      </table>
      <p className="quiet" style={style.address}>
        {block.url}
      </p>
      <Paragraph style={style}>{block.after}</Paragraph>
    </>
  );
}

interface ParagraphProps {
  readonly style: LetterStyles;
  readonly language?: string | undefined;
  readonly children: ReactNode;
}

function Paragraph({ style, language, children }: ParagraphProps): ReactElement {
  return (
    <p className="ink" lang={language} dir={language && 'auto'} style={style.paragraph}>
      {children}
    </p>
  );
}
