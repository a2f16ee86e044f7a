import { App } from 'cdktf';
import { SmallStack } from './stack.ts';

const app = new App();
new SmallStack(app, 'small');
app.synth();
