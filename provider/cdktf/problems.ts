import type { Construct } from 'constructs';
import type { PropertyProblem } from './check-types.ts';
import { callSite } from './site.ts';

/** What is wrong with a construct that is made of others; told when its stack is validated. */
export class Problems {
  readonly #found: PropertyProblem[] = [];

  constructor(construct: Construct, made: new (...args: never[]) => unknown) {
    const site = callSite(made as never);
    construct.node.addValidation({
      validate: () => this.#found.map((problem) => messageOf(problem, site())),
    });
  }

  add(property: string, message: string, hint?: string): void {
    this.#found.push({ property, message, severity: 'error', ...(hint === undefined ? {} : { hint }) });
  }
}

/** `region: "XX" is not one of EU, US. (main.ts:12:5)` */
export function messageOf({ property, message, hint }: PropertyProblem, site: string | undefined): string {
  const place = site === undefined ? undefined : `(${site})`;
  const words = [`${property === '' ? '' : `${property}: `}${message}`, hint, place];
  return words.filter((word) => word !== undefined).join(' ');
}
