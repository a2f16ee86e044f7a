import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
  ContactCentre,
  InjixoProvider,
  SecretVariable,
  Workload,
  type AnyIntegration,
} from 'injixo-as-code/cdktf';
import { DEFAULTS, ENVIRONMENTS, INTEGRATIONS, WORKLOADS, type Environment } from './estate.ts';

/** The account of one environment. */
class AccountStack extends TerraformStack {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    const token = new SecretVariable(this, `injixo_${environment}_token`).value;
    new InjixoProvider(this, 'injixo', { workspace: 'acme', environment, edition: 'enterprise', token });
  }
}

/** All integrations of an environment, with their mappings and workloads. */
export class IntegrationsStack extends AccountStack {
  readonly centre: ContactCentre;

  constructor(scope: Construct, environment: Environment) {
    super(scope, `${environment}-integrations`, environment);
    this.centre = new ContactCentre(this, 'centre', {
      environment,
      defaults: DEFAULTS,
      environments: ENVIRONMENTS,
      integrations: INTEGRATIONS,
      workloads: WORKLOADS,
      importsInOrder: true,
    });
    for (const [key, integration] of Object.entries(this.centre.integrations))
      new TerraformOutput(this, `${key}_id`, { value: integration.id });
  }
}

/** What the planners of the sales department forecast. Another team owns it, with a state of its own. */
export class SalesStack extends AccountStack {
  constructor(scope: Construct, environment: Environment, five9: AnyIntegration) {
    super(scope, `${environment}-sales`, environment);
    new Workload(this, 'sales', {
      name: 'Sales calls',
      timeZone: 'America/New_York',
      queues: [{ integrationId: five9.id, name: 'Sales' }],
    });
  }
}
