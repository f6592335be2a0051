/** The report's own style: for a screen in both colour schemes, and for A4. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ground: #fff; --ink: #12171c; --soft: #4b5763; --line: #c3ccd4; --grid: #e3e8ec;
  --main: #0a57a6; --idle: #6b7780; --stable: #0e6b39; --recovery: #0a57a6; --unstable: #8a4b00; --breakdown: #b0120d; }
@media screen and (prefers-color-scheme: dark) { :root { --ground: #12171c; --ink: #edf1f5; --soft: #a7b3be;
  --line: #3a4650; --grid: #27313a; --main: #7cbcff; --idle: #9aa7b2; --stable: #56d18c; --recovery: #7cbcff;
  --unstable: #ffc24a; --breakdown: #ff8078; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 2rem 1.5rem 3rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.45 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0 0 .2rem; font-size: 1.6rem; } h2 { margin: 2rem 0 .6rem; font-size: 1.15rem; }
h1, h2, p, td, dd { overflow-wrap: anywhere; }
p { margin: .4rem 0; } .soft, figcaption .key { color: var(--soft); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; margin: 1rem 0 0; }
dt { color: var(--soft); } dd { margin: 0; }
.scores { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: .6rem 0; } .scores p { margin: 0; }
.score { display: block; font-size: 2rem; font-weight: 650; line-height: 1.2; }
table { width: 100%; border-collapse: collapse; } caption { text-align: start; color: var(--soft); padding-block-end: .3rem; }
th, td { text-align: start; padding: .3rem .8rem .3rem 0; border-block-end: 1px solid var(--grid); vertical-align: baseline;
  font-weight: 400; } thead th { color: var(--soft); border-color: var(--line); } tbody th { font-weight: 600; }
.number { text-align: end; white-space: nowrap; }
.bar { display: block; height: .8rem; min-width: 1px; border-radius: .15rem; background: currentColor; }
.scroll { overflow-x: auto; }
figure { margin: 0 0 .6rem; break-inside: avoid; } figcaption { display: flex; gap: 1.2rem; }
figcaption strong { margin-inline-end: auto; font-weight: 650; }
.key::before { content: ""; display: inline-block; width: 1.4em; margin-inline-end: .4em; vertical-align: .25em;
  border-block-start: 2px solid var(--main); } .key.second::before { border-block-start: 2px dashed var(--soft); }
svg { display: block; width: 100%; height: auto; direction: ltr; } .phase svg { max-width: 36rem; }
svg text { font-size: 10.5px; fill: var(--soft); } .grid { stroke: var(--grid); fill: none; }
.line { fill: none; stroke: var(--main); stroke-width: 1.4; stroke-linejoin: round; stroke-linecap: round; }
.line.second { stroke: var(--soft); stroke-dasharray: 3 3; stroke-width: 1.1; }
.state-idle, .state-stable { fill: none; } .state-recovery { fill: var(--recovery); opacity: .16; }
.state-unstable { fill: var(--unstable); opacity: .2; } .state-breakdown { fill: var(--breakdown); opacity: .24; }
.trail { fill: none; stroke-width: 1.5; stroke-linecap: round; opacity: .6; }
.trail-idle { stroke: var(--idle); } .trail-stable { stroke: var(--stable); } .trail-recovery { stroke: var(--recovery); }
.trail-unstable { stroke: var(--unstable); } .trail-breakdown { stroke: var(--breakdown); }
.mark path { fill: var(--ground); stroke: var(--ink); stroke-width: 2; }
.mark text { fill: var(--ink); font-size: 12px; paint-order: stroke; stroke: var(--ground); stroke-width: 3px; }
.swatch { display: inline-block; width: .75em; height: .75em; margin-inline-end: .5em; border-radius: .15em; }
footer { margin-block-start: 2.5rem; padding-block-start: .8rem; border-block-start: 1px solid var(--line); font-size: .9rem; }
@page { size: A4; margin: 16mm 15mm; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; print-color-adjust: exact;
  -webkit-print-color-adjust: exact; } h2 { break-after: avoid; } tr { break-inside: avoid; } thead { display: table-header-group; } }
`;
