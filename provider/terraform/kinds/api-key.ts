import { integrationType } from '#catalog/catalog.ts';
import { ANNOTATION_KEY_GENERATION } from '#core/ownership.ts';
import { ctyObject, textOf } from '../convert/cty.ts';
import { problem } from '../convert/finding.ts';
import type { EphemeralResource } from './kind.ts';

/**
 * `injixo_api_key`: injixo shows a key once and voids the one before, while Terraform opens ephemeral resources
 * in every plan and every apply. So a key is made once for each `generation`, and the integration remembers for
 * which one. A generation that is only known in the apply keeps the plan from using the key up.
 */
export const API_KEY: EphemeralResource = {
  block: {
    description:
      'A new API key or URL token of an integration that has one. injixo shows it once and voids the one before, so it is ' +
      'made only when `generation` differs from the one that the integration remembers; otherwise `value` is null. Let ' +
      '`generation` come from something that is only known in the apply, as the id of a `terraform_data` that is ' +
      'replaced: a plan would use the key up.',
    attributes: {
      integration_id: { type: 'string', required: true, description: 'The id of the integration.' },
      generation: {
        type: 'string',
        required: true,
        description: 'Any text. Another one makes another key.',
      },
      value: {
        type: 'string',
        computed: true,
        sensitive: true,
        description: 'The key. Null when there was nothing to make.',
      },
      generated: { type: 'bool', computed: true, description: 'Whether a key was made.' },
    },
  },
  async open(config, { client, log }) {
    const id = Number(config['integration_id']);
    const generation = textOf(config['generation']);
    const result = (value: string | null): ReturnType<typeof ctyObject> =>
      ctyObject([...Object.entries(config), ['value', value], ['generated', value !== null]]);
    const found = await client.getConfiguration(id);
    if (found === undefined) {
      const finding = problem(`There is no integration with the id ${id}.`, undefined, ['integration_id']);
      return { state: result(null), findings: [finding] };
    }
    const kind = integrationType(found.type)?.generates;
    if (kind === undefined) {
      const finding = problem(`"${found.name}" is of the type ${found.type}, which has no key.`, undefined, [
        'integration_id',
      ]);
      return { state: result(null), findings: [finding] };
    }
    if (found.annotations[ANNOTATION_KEY_GENERATION] === generation)
      return { state: result(null), findings: [] };
    const value = await client.generateKey(id, kind);
    log('info', `made a new ${kind} for integration ${id}`);
    const { etag } = (await client.getConfiguration(id)) ?? found;
    await client.updateConfiguration(id, etag, { annotations: { [ANNOTATION_KEY_GENERATION]: generation } });
    return { state: result(value), findings: [] };
  },
};
