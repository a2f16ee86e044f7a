import { html as markup, raw } from 'hono/html';
import type { Diagnostic } from '#provider';
import { VERSION } from '../../version.ts';
import { placeText } from '../diagnostics.ts';
import type { Report, ReportField, ReportItem } from '../model.ts';
import { SCRIPT, STYLE } from './html-assets.ts';

type Html = ReturnType<typeof markup>;

/** One file that needs nothing else: no network, no other file, readable without its script. */
export async function html(report: Report): Promise<string> {
  const statuses = [...new Set(report.items.map(({ status }) => status))];
  const page = await markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<meta name="generator" content="injixo-as-code ${VERSION}">
<title>${report.title}</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
<header>
<h1>${report.title}</h1>
<p class="summary ${report.ok ? 'good' : 'bad'}">${report.summary}</p>
${report.facts.length === 0 ? '' : factsHtml(report)}
</header>
<main>
${report.diagnostics.length === 0 ? '' : findingsHtml(report.diagnostics)}
${report.items.length === 0 ? '' : itemsHtml(report, statuses)}
</main>
<footer>injixo-as-code ${VERSION}</footer>
<script>${raw(SCRIPT)}</script>
</body>
</html>
`;
  return String(page);
}

function factsHtml({ facts }: Report): Html {
  return markup`<dl>${facts.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function findingsHtml(diagnostics: readonly Diagnostic[]): Html {
  return markup`<section aria-labelledby="findings">
<h2 id="findings">Findings</h2>
<ul class="findings">
${diagnostics.map(
  (item) => markup`<li class="${item.severity}">
<span class="badge">${item.severity}</span> <code>${item.code}</code> ${item.message}
${placeText(item) === '' ? '' : markup`<div class="place"><code>${placeText(item).replace(/: $/, '')}</code></div>`}
${item.hint === undefined ? '' : markup`<div class="hint">→ ${item.hint}</div>`}
${item.frame === undefined ? '' : markup`<pre tabindex="0">${item.frame}</pre>`}
</li>`,
)}
</ul>
</section>`;
}

function itemsHtml({ items, command, columns }: Report, statuses: readonly string[]): Html {
  return markup`<section aria-labelledby="entries">
<h2 id="entries">${command === 'validate' ? 'Files' : 'Details'}</h2>
<form class="filter" role="search" aria-label="Filter the entries">
<label>Search <input type="search" name="text" autocomplete="off"></label>
<fieldset><legend>Show</legend>
${statuses.map((status) => markup`<label><input type="checkbox" name="status" value="${status}" checked> ${status} <span class="count">${items.filter((item) => item.status === status).length}</span></label>`)}
</fieldset>
<output aria-live="polite">${items.length} of ${items.length} shown</output>
</form>
<ul class="items">${items.map((item) => itemHtml(item, columns))}</ul>
</section>`;
}

function itemHtml(
  { status, tone, kind, name, facts, fields, file, line }: ReportItem,
  columns: Report['columns'],
): Html {
  const place =
    file === undefined || file === name ? undefined : line === undefined ? file : `${file}:${line}`;
  return markup`<li class="item ${tone}" data-status="${status}">
<h3><span class="badge">${status}</span> ${name} <small>${kind}</small></h3>
${place === undefined ? '' : markup`<p class="place"><code>${place}</code></p>`}
${facts.length === 0 ? '' : markup`<ul class="facts">${facts.map((fact) => markup`<li>${fact}</li>`)}</ul>`}
${fields.length === 0 ? '' : tableHtml(name, fields, columns)}
</li>`;
}

function tableHtml(name: string, fields: readonly ReportField[], [before, after]: Report['columns']): Html {
  return markup`<div class="scroll" role="region" aria-label="Fields of ${name}" tabindex="0"><table>
<thead><tr><th scope="col">Field</th><th scope="col">${before}</th><th scope="col">${after}</th><th scope="col">Notes</th></tr></thead>
<tbody>${fields.map(
    (field) => markup`<tr><th scope="row"><code>${field.name}</code></th>
<td>${field.before === undefined ? '' : markup`<del>${field.before}</del>`}</td>
<td>${field.after === undefined ? '' : markup`<ins>${field.after}</ins>`}</td>
<td>${field.marks.join(', ')}</td></tr>`,
  )}</tbody></table></div>`;
}
