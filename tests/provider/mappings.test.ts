import { describe, expect, it } from 'vitest';
import { resolveMapping, type Directory } from '../../provider/mappings.ts';
import { desired } from '#tests/support/builders.ts';

const DIRECTORY: Directory = {
  people: [
    { id: 11, name: 'Alice Adams', email: 'alice@acme.example' },
    { id: 12, name: 'Bob Brown', email: null },
    { id: 13, name: 'Bob Brown', email: 'bob@acme.example' },
  ],
  activities: [
    { id: 1, name: 'Present' },
    { id: 2, name: 'Calls' },
  ],
};
const resolve = (person: string, activity = 'Calls'): ReturnType<typeof resolveMapping> =>
  resolveMapping(
    desired({ agentStatus: { users: [{ person, identifier: 'x' }], statuses: [{ status: 's', activity }] } }),
    DIRECTORY,
  );

describe('people and activities', () => {
  it.each([
    ['Alice Adams', 11],
    ['ALICE@acme.example', 11],
    ['11', 11],
    [' bob@acme.example', 13],
    ['12', 12],
  ])('%s is looked up by name, e-mail address or id', (person, id) => {
    const { desired: found, diagnostics } = resolve(person);
    expect(diagnostics).toEqual([]);
    expect(found.mapping).toMatchObject({
      users: [{ key: 'x', id }],
      statuses: [{ key: 's', id: 2, label: 'Calls (2)' }],
    });
  });

  it('that two people answer to is ambiguous, with both of them named', () => {
    expect(resolve('Bob Brown').diagnostics).toMatchObject([
      {
        code: 'mapping/ambiguous',
        message: '"Bob Brown" fits 2 people.',
        hint: 'Use the e-mail address or id: Bob Brown (12), Bob Brown (13).',
        path: 'spec.agentStatus.users[0].person',
      },
    ]);
  });

  it('that nobody knows are all named, each with a hint', () => {
    expect(resolve('alice adams', 'Lunch').diagnostics).toMatchObject([
      { code: 'mapping/unknown-person', hint: 'Did you mean "Alice Adams"?' },
      {
        code: 'mapping/unknown-activity',
        hint: 'It has Present, Calls.',
        path: 'spec.agentStatus.statuses[0].activity',
      },
    ]);
  });
});
