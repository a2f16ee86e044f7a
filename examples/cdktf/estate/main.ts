import { App } from 'cdktf';
import type { Environment } from './estate.ts';
import { IntegrationsStack, SalesStack } from './stacks.ts';

const app = new App();
for (const environment of ['staging', 'production'] satisfies Environment[]) {
  const { centre } = new IntegrationsStack(app, environment);
  const { five9_us: sales } = centre.integrations;
  if (sales !== undefined) new SalesStack(app, environment, sales);
}
app.synth();
