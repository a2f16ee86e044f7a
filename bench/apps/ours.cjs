// Synthesizes 1,000 integrations, which are validated.
const { App, TerraformStack } = require('cdktf');
const { Five9Integration, InjixoProvider } = require('injixo-as-code/cdktf');

const app = new App({ outdir: process.argv[2] });
const stack = new TerraformStack(app, 'main');
new InjixoProvider(stack, 'injixo');
for (let i = 0; i < 1000; i++) {
  new Five9Integration(stack, `i${i}`, {
    name: `Five9 ${i}`,
    labels: { team: 'a' },
    username: 'u',
    region: 'EU',
    queueGrouping: 'skill',
  });
}
app.synth();
