/** What the site's style does not know: lists of mail, a frame, and text as it was sent. */
export const STYLE = `
.mailbox main { max-width: 60rem; margin: 3rem auto; }
.mailbox h1 { font-size: clamp(1.8rem, 1.4rem + 2vw, 2.6rem); }
.mails { list-style: none; margin: 2rem 0; padding: 0; border-top: 1px solid var(--rule); }
.mails li { display: grid; gap: 0.1rem 1.5rem; padding: 0.8rem 0; border-bottom: 1px solid var(--rule); }
.mails li > a { font-size: 1.15rem; padding-block: 0.4rem; }
.mails li > span, .mails time { color: var(--ink-soft); }
.lines > div { display: grid; grid-template-columns: 8rem 1fr; gap: 1rem; padding: 0.15rem 0; }
.lines dt { color: var(--ink-soft); }
.lines dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
.mailbox iframe { width: 100%; height: 48rem; border: 1px solid var(--rule); background: Canvas; }
.mailbox pre { overflow-x: auto; padding: 1rem; border: 1px solid var(--rule); font: 0.9rem/1.5 ui-monospace, monospace; }
.mailbox pre.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.mailbox summary { cursor: pointer; padding-block: 0.6rem; }
@media (min-width: 48rem) { .mails li { grid-template-columns: 1fr auto; } .mails li > a { grid-column: 1 / -1; } }
`;
