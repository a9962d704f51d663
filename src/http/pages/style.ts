/** The look of all pages. Light and dark; one accent colour; nothing that moves. */
export const style = `:root {
  color-scheme: light dark;
  --ground: light-dark(#f4f6f8, #10151a); --card: light-dark(#fff, #19212a); --text: light-dark(#17212b, #e6edf3);
  --soft: light-dark(#5a6875, #9aa9b7); --line: light-dark(#d5dde4, #2e3a46); --accent: light-dark(#0b6bb8, #6cb6f5);
  --on-accent: light-dark(#fff, #08131d); --bad: light-dark(#a3201d, #ff9c94); --good: light-dark(#1b6b3a, #7fdca4);
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: .75rem 1.25rem;
  border-bottom: 1px solid var(--line); background: var(--card); }
.brand { display: flex; align-items: center; gap: .6rem; font-weight: 650; color: inherit; text-decoration: none; }
.brand span { width: 1.15rem; height: 1.15rem; border: 2px solid var(--accent); border-radius: 50%;
  background: radial-gradient(circle, var(--accent) 0 22%, transparent 26%); }
nav { display: flex; align-items: center; gap: 1rem; } nav form { margin: 0; }
main { max-width: 26rem; margin: 8vh auto 4rem; padding: 0 1.25rem; } main.wide { max-width: 60rem; margin-top: 2.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; } h2 { font-size: 1.1rem; margin: 0 0 .75rem; }
p { margin: 0 0 1rem; } .soft { color: var(--soft); } a { color: var(--accent); }
section, form.card, div.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem;
  margin: 0 0 1.25rem; }
label { display: block; font-weight: 550; margin: 0 0 1rem; } label small { display: block; font-weight: 400; color: var(--soft); }
input:not([type=checkbox]), select { display: block; width: 100%; margin-top: .3rem; padding: .55rem .7rem; font: inherit;
  color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; }
fieldset { border: 0; padding: 0; margin: 0 0 1rem; } legend { font-weight: 550; padding: 0; margin: 0 0 .3rem; }
fieldset label { display: inline-flex; align-items: center; gap: .35rem; font-weight: 400; margin: 0 1rem .25rem 0; }
button { font: inherit; font-weight: 600; padding: .55rem 1rem; border: 1px solid transparent; border-radius: .5rem; cursor: pointer;
  background: var(--accent); color: var(--on-accent); }
button.quiet { background: none; border-color: var(--line); color: inherit; font-weight: 450; padding: .3rem .7rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.notice { padding: .7rem .9rem; border-radius: .5rem; border: 1px solid; } .problem { color: var(--bad); } .done { color: var(--good); }
.row { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; } .row form { margin: 0; }
.button { display: inline-block; font-weight: 600; padding: .55rem 1rem; border: 1px solid transparent; border-radius: .5rem;
  text-decoration: none; background: var(--accent); color: var(--on-accent); }
.qr { margin: 0 auto 1rem; max-width: 15rem; padding: .5rem; background: #fff; border-radius: .5rem; } .qr svg { display: block; width: 100%; }
.drop.over { border-color: var(--accent); } progress { width: 100%; } label.button { cursor: pointer; margin: 0 .5rem 0 0; }
label.button:focus-within { outline: 3px solid var(--accent); outline-offset: 2px; }
.codes { columns: 2; padding: 0; margin: 0 0 1rem; list-style: none; } .codes li { padding: .2rem 0; font-size: 1.1rem; }
.or { border-top: 1px solid var(--line); margin-top: 1.25rem; padding-top: 1.25rem; }
[hidden] { display: none !important; }
.unseen { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
.scroll { overflow-x: auto; } table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-weight: 550; color: var(--soft); } th, td { padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; } tr:last-child td { border-bottom: 0; } td form { margin: 0; text-align: right; }
code { overflow-wrap: anywhere; font: .9em/1.5 ui-monospace, monospace; } .secret { display: block; padding: .7rem .9rem; user-select: all;
  background: var(--ground); border: 1px dashed var(--line); border-radius: .5rem; }
`;
