import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { Five9Integration, InjixoProvider, SecretVariable, Workload } from 'injixo-as-code/cdktf';

/** One integration, the workload that is forecast from it, and an output. */
export class SmallStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new InjixoProvider(this, 'injixo', { workspace: 'wfm' });

    const five9 = new Five9Integration(this, 'five9', {
      name: 'Five9 EU, customer support',
      labels: { team: 'workforce' },
      username: 'injixo@acme.example',
      passwordWo: new SecretVariable(this, 'five9_password').value,
      credentialsWoVersion: '2026-11',
      region: 'EU',
      queueGrouping: 'skill',
    });

    new Workload(this, 'support', {
      name: 'Customer support',
      timeZone: 'Europe/Berlin',
      queues: [{ integrationId: five9.id, match: '*Support' }],
    });

    new TerraformOutput(this, 'five9_id', { value: five9.id });
  }
}
