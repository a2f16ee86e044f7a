/** Small charts side by side, with logarithmic scales, as SVG. */

export interface Panel {
  title: string;
  lines: { name: string; values: readonly number[] }[];
}

const WIDTH = 270;
const HEIGHT = 190;
const LEFT = 44;
const TOP = 34;
/** Colours that people who see fewer of them can tell apart, on white and on black. */
const COLOURS = ['#0072b2', '#d55e00', '#009e73'];

export function chart(xs: readonly number[], panels: readonly Panel[]): string {
  const width = panels.length * (WIDTH + LEFT + 24);
  const height = HEIGHT + TOP + 64;
  const drawn = panels.map((panel, index) => drawPanel(xs, panel, LEFT + index * (WIDTH + LEFT + 24)));
  const legend = panels[0]!.lines.map(({ name }, index) => {
    const x = LEFT + index * 200;
    const y = height - 12;
    return `<circle cx="${x}" cy="${y - 4}" r="4" fill="${COLOURS[index]}"/><text x="${x + 10}" y="${y}">${name}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="#777">
<title>Time, requests and peak memory for 10 to 10,000 integrations</title>
${drawn.join('\n')}
${legend.join('\n')}
</svg>
`;
}

function drawPanel(xs: readonly number[], { title, lines }: Panel, left: number): string {
  const all = lines.flatMap(({ values }) => values);
  const low = Math.floor(Math.log10(Math.min(...all)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...all))));
  const x = (value: number): number =>
    left + (WIDTH * Math.log10(value / xs[0]!)) / Math.log10(xs[xs.length - 1]! / xs[0]!);
  const y = (value: number): number => TOP + HEIGHT - (HEIGHT * (Math.log10(value) - low)) / (high - low);
  const grid = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)).map(
    (value) =>
      `<path d="M${left} ${y(value)}h${WIDTH}" stroke="#8884"/><text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
  );
  const ticks = xs.map(
    (value) =>
      `<text x="${x(value)}" y="${TOP + HEIGHT + 16}" text-anchor="middle">${value.toLocaleString('en')}</text>`,
  );
  const curves = lines.map(({ values }, index) => {
    const points = values.map((value, at) => `${x(xs[at]!).toFixed(1)},${y(value).toFixed(1)}`);
    const dots = points.map((point) => {
      const [cx, cy] = point.split(',');
      return `<circle cx="${cx}" cy="${cy}" r="3" fill="${COLOURS[index]}"/>`;
    });
    return `<polyline points="${points.join(' ')}" fill="none" stroke="${COLOURS[index]}" stroke-width="2"/>${dots.join('')}`;
  });
  const heading = `<text x="${left}" y="18" font-size="13" font-weight="bold">${title}</text>`;
  const axis = `<text x="${left + WIDTH / 2}" y="${TOP + HEIGHT + 32}" text-anchor="middle">integrations</text>`;
  return [heading, ...grid, ...ticks, axis, ...curves].join('\n');
}
