/** The look of all pages: light and dark, one accent colour, nothing that moves, cards instead of tables on a phone. */
export const style = `:root {
  color-scheme: light dark;
  --ground: light-dark(#f2f5f5, #0d1313); --card: light-dark(#fff, #151d1d); --field: light-dark(#fff, #0d1313);
  --text: light-dark(#13201f, #e3ebea); --soft: light-dark(#526361, #9aaba9); --line: light-dark(#d5dfdd, #283433);
  --edge: light-dark(#7c8e8b, #63736f); --accent: light-dark(#0a6d67, #5ac8bd); --on-accent: light-dark(#fff, #03211e);
  --bad: light-dark(#a3201d, #ff9c94);
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--text);
  font: 16px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums; }
header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; min-height: 3.5rem; padding: .5rem 1.25rem;
  border-bottom: 1px solid var(--line); background: var(--card); }
.brand { display: flex; align-items: center; gap: .6rem; font-weight: 650; color: inherit; text-decoration: none; }
.brand span { width: 1.15rem; height: 1.15rem; border: 2px solid var(--accent); border-radius: 50%;
  background: radial-gradient(circle, var(--accent) 0 22%, transparent 26%); }
nav { display: flex; align-items: center; gap: 1rem; min-width: 0; } nav form { margin: 0; }
nav span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
main { max-width: 26rem; margin: 10vh auto 4rem; padding: 0 1.25rem; } main.wide { max-width: 52rem; margin-top: 2.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1.25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; line-height: 1.3; margin: 0 0 .5rem; }
p, ul { margin: 0 0 1rem; } .soft, small { color: var(--soft); } a { color: var(--accent); text-underline-offset: .15em; }
section, .card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; margin: 0 0 1rem; }
section > :last-child, .card > :last-child, form > :last-child, details > :last-child { margin-bottom: 0; }
label { display: block; font-weight: 550; margin: 0 0 1rem; } label small { display: block; font-weight: 400; }
input { display: block; width: 100%; min-height: 2.75rem; margin-top: .3rem; padding: .5rem .75rem;
  font: inherit; font-weight: 400; color: inherit; background: var(--field); border: 1px solid var(--edge); border-radius: .5rem; }
input.code { font: 1.25rem/1.5 ui-monospace, monospace; letter-spacing: .15em; }
button, .button { display: inline-block; min-height: 2.75rem; padding: .5rem 1.1rem; font: inherit; font-weight: 600; line-height: 1.6;
  text-align: center; text-decoration: none; cursor: pointer; border: 1px solid transparent; border-radius: .5rem;
  background: var(--accent); color: var(--on-accent); }
button:hover, .button:hover { filter: brightness(1.08); } button:disabled { opacity: .6; cursor: progress; }
.quiet { background: none; border-color: var(--edge); color: inherit; font-weight: 500; } .quiet:hover { background: var(--ground); filter: none; }
header .quiet { min-height: 2.25rem; padding: .2rem .8rem; }
.full button, .full .button { width: 100%; }
.or { display: flex; align-items: center; gap: .75rem; margin: 1rem 0; color: var(--soft); font-size: .9rem; }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
.ways { display: grid; gap: .75rem; } .ways form { margin: 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.notice { padding: .7rem .9rem; border-radius: .5rem; border: 1px solid; background: color-mix(in srgb, currentColor 7%, transparent); }
.problem { color: var(--bad); }
details { margin: 0 0 1rem; } summary { cursor: pointer; padding: .4rem 0; font-weight: 550; color: var(--accent); } details[open] summary { margin-bottom: .75rem; }
* + details { margin-top: .5rem; } details:not([open]):last-child { margin-bottom: -.4rem; }
table { width: 100%; border-collapse: collapse; margin: 0 0 1rem; }
th { text-align: left; font-weight: 550; color: var(--soft); white-space: nowrap; } th, td { padding: .55rem .75rem .55rem 0; border-bottom: 1px solid var(--line); }
tr:last-child > * { border-bottom: 0; } td:last-child { padding-right: 0; }
.list td[data-label=""]:last-child { text-align: right; }
code { overflow-wrap: anywhere; font: .9em/1.5 ui-monospace, monospace; } td code { overflow-wrap: break-word; }
.drop.over { border-color: var(--accent); } progress { width: 100%; accent-color: var(--accent); } label.button { margin: 0 .5rem 0 0; }
label.button:focus-within { outline: 3px solid var(--accent); outline-offset: 2px; }
.unseen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
@media (max-width: 40rem) {
  main, main.wide { margin-top: 1.5rem; padding: 0 1rem; } section, .card { padding: 1rem; }
  .list thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  .list, .list tbody { display: block; }
  .list tr { display: grid; gap: .15rem; padding: .75rem 0; border-bottom: 1px solid var(--line); } .list tr:last-child { border-bottom: 0; }
  .list td { display: flex; justify-content: space-between; gap: 1rem; padding: 0; border: 0; text-align: right; overflow-wrap: anywhere; }
  .list td:empty, .list td[data-label=""]::before { display: none; } .list td::before { content: attr(data-label); color: var(--soft); text-align: left; flex: none; }
  .list td:first-child[data-label=""] { justify-content: flex-start; }
}
@media print { header, .quiet, details { display: none; } body { background: none; } section { border: 0; } }
`;
