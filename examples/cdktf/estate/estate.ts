/** The estate as data: who declares an integration edits this file and nothing else. */
import type { ContactCentreConfig, Defaults, WorkloadEntry } from 'injixo-as-code/cdktf';

export type Environment = 'staging' | 'production';

export const DEFAULTS: Defaults = {
  all: { labels: { team: 'workforce' }, credentialsWoVersion: '2026-11', timeouts: { create: '20m' } },
  types: { five9: { username: 'injixo@acme.example', queueGrouping: 'skill' } },
};

export const ENVIRONMENTS: Record<Environment, Defaults> = {
  // Staging imports nothing by itself.
  staging: { all: { import: { trigger: 'manual' } } },
  production: {},
};

export const INTEGRATIONS: ContactCentreConfig['integrations'] = {
  five9_eu: {
    type: 'five9',
    name: 'Five9 EU, customer support',
    labels: { region: 'eu' },
    region: 'EU',
    secrets: { passwordWo: 'five9_eu_password' },
    agentStatus: {
      users: { 'alice.f9': 'alice@acme.example', 'bob.f9': 'bob@acme.example' },
      statuses: { 'On Call': 'Calls', 'Not Ready': 'Break' },
    },
  },
  five9_us: {
    type: 'five9',
    name: 'Five9 US, sales',
    labels: { region: 'us' },
    region: 'US',
    secrets: { passwordWo: 'five9_us_password' },
    environments: ['production'],
  },
  zendesk: {
    type: 'zendesk',
    name: 'Zendesk support',
    domain: 'acme-sandbox.zendesk.com',
    username: 'injixo@acme.example',
    queueGrouping: 'ivr',
    secrets: { apiTokenWo: 'zendesk_token' },
    overrides: { production: { domain: 'acme.zendesk.com' } },
  },
  own_acd: { type: 'injixo-api', name: 'Own ACD' },
};

export const WORKLOADS: Record<string, WorkloadEntry> = {
  support: {
    name: 'Customer support calls',
    timeZone: 'Europe/Berlin',
    holidayRegion: 'DE-BE',
    queues: [{ integration: 'five9_eu', name: 'Customer Support' }],
  },
};
