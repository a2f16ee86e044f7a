import { addQueue, type Account } from '../account.ts';
import { Refusal } from '../answer.ts';
import type { Call, Handler } from './handler.ts';

interface ContactEvent {
  queueName: string;
  queueIdentifier: string;
  channel: string;
}

/** The two published endpoints. Their 404 has the published form. */
function target(account: Account, call: Call): number {
  const { integrationConfigurationId: id } = call.body['meta'] as { integrationConfigurationId: number };
  const configuration = account.store.configurations.get(id);
  const pushed =
    configuration !== undefined && account.types.get(configuration.type)!.deliveryMode === 'push';
  if (!pushed) throw new Refusal(404, 'not_found', 'not_found');
  return id;
}

export const pushHandlers: Record<string, Handler> = {
  pushContactEvents: (account, call) => {
    const id = target(account, call);
    for (const event of call.body['data'] as ContactEvent[]) {
      const { queueName, queueIdentifier, channel } = event;
      addQueue(account, id, { name: queueName, identifier: queueIdentifier, channel, intervalMinutes: 15 });
    }
    return { status: 200, body: {} };
  },
  pushAgentStatuses: (account, call) => {
    target(account, call);
    return { status: 200, body: {} };
  },
};
