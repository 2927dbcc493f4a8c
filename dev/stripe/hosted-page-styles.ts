export const styles = `
:root { color-scheme: light dark; --ink: light-dark(#1a1f36, #eef0f6); --soft: light-dark(#5d6480, #a3a9c2);
  --page: light-dark(#f4f5f9, #12141d); --panel: light-dark(#fff, #1b1e2b); --line: light-dark(#d9dce8, #33374a); --go: #3b5bdb; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); }
.columns { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; display: grid; gap: 1.5rem; }
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem; display: grid; gap: 1rem; }
h2 { margin: 0; font-size: 1.125rem; }
.badge { display: inline-block; margin: 0; padding: .1rem .6rem; border-radius: 1rem; font-size: .8125rem; background: #f5c542; color: #3d2c00; }
.total { margin: .75rem 0; font-size: 2.25rem; font-weight: 650; letter-spacing: -.02em; }
ul { list-style: none; margin: 0; padding: 0; }
li { display: flex; justify-content: space-between; gap: 1rem; padding: .75rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
li b { flex: none; white-space: nowrap; }
small { display: block; color: var(--soft); font-size: .8125rem; font-weight: 400; }
label { display: grid; gap: .35rem; font-size: .875rem; color: var(--soft); }
input { width: 100%; font: inherit; color: var(--ink); background: transparent; border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; }
button { font: inherit; cursor: pointer; border-radius: .5rem; border: 1px solid var(--line); background: transparent; color: var(--ink); padding: .6rem .5rem; min-height: 2.75rem; }
.fills { display: grid; grid-template-columns: repeat(3, 1fr); gap: .5rem; }
.pay { background: var(--go); border-color: var(--go); color: #fff; font-weight: 600; min-height: 3.25rem; }
.back { text-align: center; color: var(--soft); padding: .5rem; }
.complaint { margin: 0; padding: .75rem; border-radius: .5rem; background: light-dark(#fdecec, #46181c); color: light-dark(#9b1c1c, #ffb4b4); }
:is(input, button, a):focus-visible { outline: 3px solid var(--go); outline-offset: 2px; }
@media (min-width: 48rem) { .columns { grid-template-columns: 1fr 1fr; align-items: start; padding-top: 4rem; } }
`;
