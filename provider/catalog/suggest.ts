import { distance } from 'fastest-levenshtein';

/** `Did you mean "region"?` if one of the known names is close enough to be meant, else undefined. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  const best = closest(name, known);
  return best === undefined ? undefined : `Did you mean "${best}"?`;
}

function closest(name: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  const folded = fold(name);
  return known
    .map((candidate) => ({ candidate, far: distance(folded, fold(candidate)) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)[0]?.candidate;
}

/** snake_case, kebab-case and camelCase of one name count as equal. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}
