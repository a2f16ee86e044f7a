import type { App } from 'cdktf';
import { Fn, TerraformStack, TerraformVariable, Testing } from 'cdktf';
import * as injixo from 'injixo-as-code/cdktf';
import { describe, expect, it } from 'vitest';

const FIVE9 = { name: 'Five9 EU', username: 'a@acme.example', region: 'EU', queueGrouping: 'skill' } as const;

function stackIn(
  app: App,
  id: string,
  provider: injixo.InjixoProviderConfig | undefined = {},
): TerraformStack {
  const stack = new TerraformStack(app, id);
  if (provider !== undefined) new injixo.InjixoProvider(stack, 'injixo', provider);
  return stack;
}

/** What synthesis says of one stack; the lines without the places in this file. */
function problemsOf(build: (stack: TerraformStack) => void): string[] {
  const stack = stackIn(Testing.app(), 'main');
  build(stack);
  return linesOf(() => Testing.synth(stack, true));
}

function linesOf(synth: () => unknown): string[] {
  try {
    synth();
    return [];
  } catch (error) {
    const lines = (error as Error).message.split('\n').filter((line) => line.startsWith('  ['));
    return lines.map((line) => line.trim().replace(/ \([^()]*\d+:\d+\)$/, ''));
  }
}

describe('validation at synth', () => {
  it('says nothing of what is right, and of what only Terraform knows', () => {
    const problems = problemsOf((stack) => {
      const text = new TerraformVariable(stack, 'text', { type: 'string' });
      const number = new TerraformVariable(stack, 'number', { type: 'number' });
      const flag = new TerraformVariable(stack, 'flag', { type: 'bool' });
      const five9 = new injixo.Five9Integration(stack, 'a', {
        name: Fn.join('-', ['a', text.stringValue]),
        username: `${text.stringValue}@acme.example`,
        region: text.stringValue,
        queueGrouping: 'skill',
        paused: flag.booleanValue,
        labels: Fn.merge([{ a: 'b' }]) as never,
      });
      new injixo.AvayaCmsIntegration(stack, 'b', {
        name: 'Avaya',
        timeZone: text.stringValue,
        importRealTimeData: true,
        port: number.numberValue,
      });
      new injixo.CsvIntegration(stack, 'c', {
        name: five9.name,
        importData: 'contact',
        columnSeparator: ';',
        timeZone: 'UTC',
        preprocessing: { skipRowsContaining: Fn.split(',', text.stringValue) },
        mapping: text.value,
      });
      new injixo.Workload(stack, 'd', {
        name: 'W',
        timeZone: 'UTC',
        queues: [{ integrationId: five9.id, match: '*' }],
      });
    });
    expect(problems).toEqual([]);
  });

  it('tells all problems of all constructs at once, with construct, property and what to do', () => {
    const problems = problemsOf((stack) => {
      new injixo.Five9Integration(stack, 'a', {
        ...FIVE9,
        queueGrouping: 'skil',
        regoin: 'EU',
        labels: 3,
      } as never);
      new injixo.DatabaseIntegration(stack, 'b', {
        name: 'DB',
        databaseType: 'mysql',
        port: '3306',
      } as never);
      new injixo.Workload(stack, 'c', {
        name: 'W',
        timeZone: 'Europe/Berlim',
        queues: [{ integrationId: '1' }],
      });
      new injixo.AgentStatusMapping(stack, 'd', { integrationId: '1' });
      new injixo.InjixoImport(stack, 'e', { integrationId: '1', timeouts: { create: 'soon' } });
    });
    expect(problems).toEqual([
      '[main/a] regoin: There is no property "regoin". Did you mean "region"?',
      '[main/a] labels: must be an object.',
      '[main/a] queueGrouping: "queueGrouping" must be campaign or skill. Did you mean "skill"?',
      '[main/b] port: must be a number.',
      '[main/b] importData: "importData" is missing.',
      '[main/b] timeZone: "timeZone" is missing.',
      '[main/b] sqlQuery: "sqlQuery" is missing.',
      '[main/b] username: "username" is missing; it is required unless databaseType is odbc.',
      '[main/b] host: "host" is missing; it is required when databaseType is not odbc.',
      '[main/b] database: "database" is missing; it is required when databaseType is not odbc.',
      '[main/c] timeZone: "Europe/Berlim" is not a time zone of the IANA database. Did you mean "Europe/Berlin"?',
      '[main/c] queues: A queue needs either "name" or "match". `match` takes all queues of a pattern with * and ?.',
      '[main/d] "users" or "statuses" must be given. Leave the resource out to manage neither.',
      '[main/e] timeouts.create: The duration has no form like 90s, 20m or 1h30m.',
    ]);
  });

  it('names the place in the code', () => {
    const stack = stackIn(Testing.app(), 'main');
    new injixo.Five9Integration(stack, 'a', { ...FIVE9, queueGrouping: 'XX' });
    expect(() => Testing.synth(stack, true)).toThrow(
      /\((?:.*\/)?tests\/cdktf\/validation\.test\.ts:\d+:\d+\)/,
    );
  });

  it('checks the queries of every dialect', () => {
    const problems = problemsOf((stack) => {
      for (const [index, databaseType] of ['mysql', 'postgresql', 'mssql'].entries())
        new injixo.DatabaseIntegration(stack, databaseType, {
          name: `DB ${index}`,
          databaseType,
          host: 'h',
          database: 'd',
          username: 'u',
          timeZone: 'UTC',
          importData: 'agent-status',
          sqlQuery: 'SELECT a FROM t',
        });
    });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toContain('[main/mysql] sqlQuery: The query does not return');
  });

  it('checks a construct that is asked alone', () => {
    const stack = stackIn(Testing.app(), 'main');
    const five9 = new injixo.Five9Integration(stack, 'a', { ...FIVE9, queueGrouping: 'XX' });
    expect(five9.node.validate()).toEqual([expect.stringContaining('"queueGrouping" must be')]);
    five9.queueGrouping = 'skill';
    expect(five9.node.validate()).toEqual([]);
  });

  it('heeds the edition that the provider names', () => {
    const stack = stackIn(Testing.app(), 'main', { edition: 'essential' });
    new injixo.InjixoApiIntegration(stack, 'api', { name: 'API' });
    expect(linesOf(() => Testing.synth(stack, true))).toEqual([
      expect.stringMatching(
        /^\[main\/api\] .* is not part of the edition essential\. It needs the edition advanced/,
      ),
    ]);
  });

  it('shows warnings as annotations, once', () => {
    const app = Testing.app();
    const stack = stackIn(app, 'main');
    const workload = new injixo.Workload(stack, 'w', { name: 'W', timeZone: 'UTC', activity: 'Calls' });
    app.synth();
    app.synth();
    const warnings = workload.node.metadata.filter(
      ({ type }) => type.includes('WARN') || type.includes('warn'),
    );
    expect(warnings.map(({ data }) => data)).toEqual([
      expect.stringContaining('activity: "activity" has no effect without "planningUnit"'),
    ]);
  });
});

describe('secrets', () => {
  const withSecret = (passwordWo: (stack: TerraformStack) => string): string[] =>
    problemsOf(
      (stack) => new injixo.Five9Integration(stack, 'a', { ...FIVE9, passwordWo: passwordWo(stack) }),
    );

  it('are references to what is sensitive', () => {
    expect(withSecret((stack) => new injixo.SecretVariable(stack, 'p').value)).toEqual([]);
    expect(withSecret((stack) => new TerraformVariable(stack, 'p', { sensitive: true }).stringValue)).toEqual(
      [],
    );
    expect(withSecret((stack) => `PWD=${new injixo.SecretVariable(stack, 'p').value};`)).toEqual([]);
    expect(withSecret(() => '${data.vault.secret}')).toEqual([]);
  });

  it('are no literals, and the message does not repeat them', () => {
    for (const secret of ['hunter2', '$${hunter2}', Fn.base64encode('hunter2')]) {
      const problems = withSecret(() => secret);
      expect(problems).toEqual([
        expect.stringContaining('[main/a] passwordWo: A secret must be a reference'),
      ]);
      expect(problems.join('')).not.toContain('hunter2');
    }
  });

  it('are no variables that Terraform would show', () => {
    const [problem] = withSecret((stack) => new TerraformVariable(stack, 'open', {}).stringValue);
    expect(problem).toContain('The variable "open" is not sensitive');
  });

  it('stand in no override either, and not in the provider', () => {
    const problems = problemsOf((stack) => {
      new injixo.Five9Integration(stack, 'a', FIVE9).addOverride('password_wo', 'hunter2');
      new injixo.InjixoProvider(stack, 'second', { alias: 'second', token: 'hunter2' });
    });
    expect(problems.map((line) => line.split(':')[0])).toEqual([
      '[main/a] passwordWo',
      '[main/second] token',
    ]);
  });
});

describe('several stacks', () => {
  it('are told of together, with the first that has problems', () => {
    const app = Testing.app();
    const good = stackIn(app, 'good', { environment: 'good' });
    new injixo.Five9Integration(good, 'x', FIVE9);
    for (const id of ['bad', 'worse']) {
      const stack = stackIn(app, id, { environment: id });
      new injixo.Five9Integration(stack, 'x', { ...FIVE9, queueGrouping: id });
    }
    expect(linesOf(() => app.synth()).map((line) => line.split(':')[0])).toEqual([
      '[bad] [worse/x] queueGrouping',
      '[bad/x] queueGrouping',
    ]);
  });

  it('need a provider each', () => {
    const app = Testing.app();
    const stack = stackIn(app, 'main');
    new injixo.Five9Integration(stack, 'x', FIVE9);
    const other = new TerraformStack(app, 'other');
    new injixo.DataInjixoQueues(other, 'queues', {});
    expect(linesOf(() => app.synth())).toEqual([
      // CDKTF itself tells, for the constructs of any provider.
      expect.stringMatching(/^\[other\] Found resources without a matching provider construct.*: injixo/),
    ]);
  });

  it('do not declare a name twice in one account, but may in two', () => {
    const build = (environments: [string, string]): string[] => {
      const app = Testing.app();
      for (const [index, environment] of environments.entries()) {
        const stack = stackIn(app, `s${index}`, { environment });
        new injixo.Five9Integration(stack, 'x', { ...FIVE9, name: index === 0 ? 'Five9  eu' : 'Five9 EU' });
        new injixo.Workload(stack, 'w', { name: 'Five9 EU', timeZone: 'UTC' });
      }
      return linesOf(() => app.synth());
    };
    expect(build(['staging', 'production'])).toEqual([]);
    expect(build(['production', 'production'])).toEqual([
      expect.stringContaining('[s1/x] name: It differs from "Five9  eu" of s0/x only by case'),
      expect.stringContaining('[s1/w] name: "Five9 EU" is also the name of s0/w.'),
    ]);
  });
});
