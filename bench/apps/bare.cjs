// Synthesizes 1,000 resources as CDKTF alone has them: as many values as ours, and no rules.
const { App, TerraformResource, TerraformStack } = require('cdktf');

class Bare extends TerraformResource {
  constructor(scope, id, input) {
    super(scope, id, { terraformResourceType: 'terraform_data' });
    this.input = input;
  }
  synthesizeAttributes() {
    return { input: this.input };
  }
}

const app = new App({ outdir: process.argv[2] });
const stack = new TerraformStack(app, 'main');
for (let i = 0; i < 1000; i++) {
  new Bare(stack, `i${i}`, {
    name: `Five9 ${i}`,
    labels: { team: 'a' },
    username: 'u',
    region: 'EU',
    queue_grouping: 'skill',
  });
}
app.synth();
