/** Colours have a contrast of at least 4.5 to their background, in light and dark. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1c2330;--soft:#5a6475;--line:#d5dae2;--card:#f6f8fa;
--good:#116329;--warn:#7d4e00;--bad:#a40e26;--quiet:#4a5568;--ins:#e6f6ea;--del:#fdebec}
@media (prefers-color-scheme:dark){:root{--bg:#12161d;--fg:#e6eaf0;--soft:#a3adbb;--line:#333c49;--card:#1a2029;
--good:#6fdd8b;--warn:#eac55f;--bad:#ff9a94;--quiet:#b4bdca;--ins:#12301c;--del:#3b1518}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,sans-serif}
h1{margin:0 0 .25rem;font-size:1.6rem}h2{margin:2rem 0 .75rem;font-size:1.2rem}h3{margin:0;font-size:1rem}
small,.place,.hint,footer,dt{color:var(--soft)}
.summary{margin:0;font-weight:600}.summary.good{color:var(--good)}.summary.bad{color:var(--bad)}
dl{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:.75rem 0 0}dl div{display:flex;gap:.4rem}dd{margin:0}
ul{padding:0;margin:0;list-style:none}.facts{padding-left:1.2rem;list-style:disc;margin:.4rem 0}
.item,.findings>li{border:1px solid var(--line);border-left:.3rem solid var(--tone,var(--quiet));border-radius:.4rem;background:var(--card);padding:.7rem 1rem;margin:.5rem 0;overflow-wrap:anywhere}
.good{--tone:var(--good)}.warn,.warning{--tone:var(--warn)}.bad,.error{--tone:var(--bad)}.quiet,.info{--tone:var(--quiet)}
.badge{display:inline-block;min-width:4.5rem;color:var(--tone,var(--fg));font-weight:700}
.place,.hint{margin:.2rem 0}
pre{overflow-x:auto;margin:.5rem 0 0;padding:.5rem;background:var(--bg);border:1px solid var(--line);border-radius:.3rem}
code,pre{font:.875em ui-monospace,monospace}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin-top:.5rem;font-size:.925rem}
th,td{padding:.25rem .6rem;border-top:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400;white-space:pre-wrap}
thead th{color:var(--soft)}
ins{background:var(--ins);text-decoration:none}del{background:var(--del)}
.filter{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center}
.filter fieldset{display:flex;flex-wrap:wrap;gap:.25rem 1rem;border:0;margin:0;padding:0}.filter legend{float:left;margin-right:1rem}
input[type=search]{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--soft);border-radius:.3rem;padding:.25rem .5rem}
:focus-visible{outline:3px solid #2f6feb;outline-offset:2px}
.count,output{color:var(--soft)}[hidden]{display:none!important}
footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:.5rem;font-size:.875rem}
@media print{.filter{display:none}}
`;

/** Filters by text and status. Without it everything is shown. */
export const SCRIPT = `
const form = document.querySelector('.filter');
if (form) {
  const items = [...document.querySelectorAll('.item')];
  const update = () => {
    const data = new FormData(form);
    const text = data.get('text').toLowerCase();
    const shown = new Set(data.getAll('status'));
    let count = 0;
    for (const item of items) {
      item.hidden = !shown.has(item.dataset.status) || !item.textContent.toLowerCase().includes(text);
      if (!item.hidden) count += 1;
    }
    form.querySelector('output').textContent = count + ' of ' + items.length + ' shown';
  };
  form.addEventListener('input', update);
  form.addEventListener('submit', (event) => event.preventDefault());
}
`;
