import type { Step } from './plan.ts';

/**
 * Adds the dependencies that come from names: a step that takes a name waits for the step that frees
 * it. Then sorts so that every step stands after what it needs; equal ones keep their order.
 */
export function orderSteps(steps: readonly Step[]): Step[] {
  const frees = new Map<string, string>();
  for (const { action, kind, observed, id, name } of steps) {
    if (observed === undefined) continue;
    if (action === 'delete' || (action === 'rename' && observed.name !== name))
      frees.set(`${kind}:${observed.name}`, id);
  }
  const linked = steps.map((step) => {
    if (step.action !== 'create' && step.action !== 'rename') return step;
    const freedBy = frees.get(`${step.kind}:${step.name}`);
    if (freedBy === undefined || freedBy === step.id) return step;
    return { ...step, needs: [...step.needs, freedBy] };
  });
  return sort(linked);
}

/** The steps that wait for each other in a circle, as two renames that swap their names do. */
export function stepsInCircles(steps: readonly Step[]): Step[] {
  const done = new Set<string>();
  let open = [...steps];
  for (;;) {
    const ready = open.filter((step) => step.needs.every((need) => done.has(need)));
    if (ready.length === 0) return open;
    for (const step of ready) done.add(step.id);
    open = open.filter((step) => !done.has(step.id));
  }
}

function sort(steps: readonly Step[]): Step[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const sorted = new Set<Step>();
  const visit = (step: Step, trail: ReadonlySet<Step>): void => {
    if (sorted.has(step) || trail.has(step)) return;
    for (const need of step.needs) {
      const needed = byId.get(need);
      if (needed !== undefined) visit(needed, new Set([...trail, step]));
    }
    sorted.add(step);
  };
  for (const step of steps) visit(step, new Set());
  return [...sorted];
}
