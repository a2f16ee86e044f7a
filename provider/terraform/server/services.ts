/** The services on the wire: every call with its messages and its handler. */
import { PbfReader, PbfWriter } from 'pbf';
import * as messages from '../wire/generated/messages.js';
import { applyResourceChange } from './apply.ts';
import { configureProvider } from './configure.ts';
import { readDataSource } from './data.ts';
import { openEphemeralResource } from './ephemeral.ts';
import { importResourceState } from './import.ts';
import { planResourceChange } from './plan.ts';
import type { ProviderState } from './provider.ts';
import { readResource } from './read.ts';
import { getMetadata, getProviderSchema } from './schema.ts';
import { upgradeResourceState } from './upgrade.ts';
import { validateNothing, validateProviderConfig, validateResourceConfig } from './validate.ts';

type Read<T> = (pbf: PbfReader, end?: number) => T;
type Write<T> = (message: messages.Draft<T>, pbf: PbfWriter) => void;

interface Call {
  path: string;
  read: Read<unknown>;
  write: Write<unknown>;
  handle: (request: unknown, state: ProviderState) => Promise<unknown>;
}

function call<Q, A>(
  name: string,
  read: Read<Q>,
  write: Write<A>,
  handle: (request: Q, state: ProviderState) => Promise<messages.Draft<A>>,
): Call {
  const path = name.includes('/') ? `/${name}` : `/tfplugin6.Provider/${name}`;
  return { path, read, write, handle } as unknown as Call;
}

const nothing = async (): Promise<object> => ({});

/** What is not here (functions, state moves, identity) answers UNIMPLEMENTED. */
const PROVIDER_CALLS: readonly Call[] = [
  call('GetMetadata', messages.readEmpty, messages.writeGetMetadataResponse, getMetadata),
  call('GetProviderSchema', messages.readEmpty, messages.writeGetProviderSchemaResponse, getProviderSchema),
  call('GetFunctions', messages.readEmpty, messages.writeGetFunctionsResponse, nothing),
  call(
    'ValidateProviderConfig',
    messages.readValidateProviderConfigRequest,
    messages.writeValidateProviderConfigResponse,
    validateProviderConfig,
  ),
  call(
    'ValidateResourceConfig',
    messages.readValidateConfigRequest,
    messages.writeValidateConfigResponse,
    validateResourceConfig,
  ),
  call(
    'ValidateDataResourceConfig',
    messages.readValidateConfigRequest,
    messages.writeValidateConfigResponse,
    validateNothing,
  ),
  call(
    'ValidateEphemeralResourceConfig',
    messages.readValidateConfigRequest,
    messages.writeValidateConfigResponse,
    validateNothing,
  ),
  call(
    'UpgradeResourceState',
    messages.readUpgradeResourceStateRequest,
    messages.writeUpgradeResourceStateResponse,
    upgradeResourceState,
  ),
  call(
    'ConfigureProvider',
    messages.readConfigureProviderRequest,
    messages.writeConfigureProviderResponse,
    configureProvider,
  ),
  call('ReadResource', messages.readReadResourceRequest, messages.writeReadResourceResponse, readResource),
  call(
    'PlanResourceChange',
    messages.readPlanResourceChangeRequest,
    messages.writePlanResourceChangeResponse,
    planResourceChange,
  ),
  call(
    'ApplyResourceChange',
    messages.readApplyResourceChangeRequest,
    messages.writeApplyResourceChangeResponse,
    applyResourceChange,
  ),
  call(
    'ImportResourceState',
    messages.readImportResourceStateRequest,
    messages.writeImportResourceStateResponse,
    importResourceState,
  ),
  call(
    'ReadDataSource',
    messages.readReadDataSourceRequest,
    messages.writeReadDataSourceResponse,
    readDataSource,
  ),
  call(
    'OpenEphemeralResource',
    messages.readOpenEphemeralResourceRequest,
    messages.writeOpenEphemeralResourceResponse,
    openEphemeralResource,
  ),
  call('RenewEphemeralResource', messages.readEmpty, messages.writeEmpty, nothing),
  call('CloseEphemeralResource', messages.readEmpty, messages.writeEmpty, nothing),
  call('StopProvider', messages.readEmpty, messages.writeStopProviderResponse, async (_, { stop, log }) => {
    log('info', 'stopping: what is in flight finishes');
    stop.abort();
    return {};
  }),
];

/** Services of go-plugin and of gRPC itself. `shutdown` is called after its answer is on its way. */
function pluginCalls(shutdown: () => void): Call[] {
  return [
    call('plugin.GRPCController/Shutdown', messages.readEmpty, messages.writeEmpty, async () => {
      setImmediate(shutdown);
      return {};
    }),
    call('grpc.health.v1.Health/Check', messages.readEmpty, messages.writeHealthCheckResponse, async () => ({
      status: 1,
    })),
  ];
}

/** Every call by its path: bytes in, bytes out. */
export function unaryCalls(
  state: ProviderState,
  shutdown: () => void,
): ReadonlyMap<string, (request: Uint8Array) => Promise<Uint8Array>> {
  const calls = [...PROVIDER_CALLS, ...pluginCalls(shutdown)];
  return new Map(
    calls.map(({ path, read, write, handle }) => [
      path,
      async (bytes) => {
        try {
          return encode(await handle(read(new PbfReader(bytes)), state), write);
        } catch (error) {
          state.log('error', error instanceof Error ? (error.stack ?? error.message) : String(error), {
            call: path,
          });
          throw error;
        }
      },
    ]),
  );
}

/** Terraform listens here for output of the plugin; everything goes to standard error instead. */
export const SILENT_STREAMS: ReadonlySet<string> = new Set(['/plugin.GRPCStdio/StreamStdio']);

function encode(message: unknown, write: Write<unknown>): Uint8Array {
  const pbf = new PbfWriter();
  write(message, pbf);
  return pbf.finish();
}
