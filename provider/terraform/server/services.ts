/** The services on the wire: every call with its messages and its handler. */
import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
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

export interface Call {
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
): [string, Call] {
  const service = name.includes('/') ? name : `tfplugin6.Provider/${name}`;
  return [service.split('/')[1]!, { path: `/${service}`, read, write, handle } as unknown as Call];
}

const nothing = async (): Promise<object> => ({});

/** What is not here (functions, state moves, identity) answers UNIMPLEMENTED. */
const PROVIDER_CALLS: ReadonlyMap<string, Call> = new Map([
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
]);

/** Services of go-plugin and of gRPC itself. `shutdown` is called after its answer is on its way. */
function pluginCalls(shutdown: () => void): ReadonlyMap<string, Call> {
  return new Map([
    call('plugin.GRPCController/Shutdown', messages.readEmpty, messages.writeEmpty, async () => {
      setImmediate(shutdown);
      return {};
    }),
    call('grpc.health.v1.Health/Check', messages.readEmpty, messages.writeHealthCheckResponse, async () => ({
      status: 1,
    })),
  ]);
}

export interface Services {
  definition: ServiceDefinition;
  implementation: UntypedServiceImplementation;
}

/** Everything to be added to a gRPC server. */
export function services(state: ProviderState, shutdown: () => void): Services {
  const calls = [...PROVIDER_CALLS, ...pluginCalls(shutdown)];
  const definition: Record<string, ServiceDefinition[string]> = { StreamStdio: STDIO };
  const implementation: UntypedServiceImplementation = {
    // Terraform listens for output of the plugin here; everything goes to standard error instead.
    StreamStdio: () => undefined,
  };
  for (const [name, { path, read, write, handle }] of calls) {
    definition[name] = {
      path,
      requestStream: false,
      responseStream: false,
      requestDeserialize: (bytes) => read(new PbfReader(bytes)),
      responseSerialize: (message: object) => encode(message, write),
      // The client's half, which a server does not need.
      requestSerialize: (bytes: Buffer) => bytes,
      responseDeserialize: (bytes) => bytes,
    };
    implementation[name] = (
      { request }: { request: unknown },
      answer: (error: Error | null, message?: unknown) => void,
    ): void => {
      handle(request, state).then(
        (message) => answer(null, message),
        (error: Error) => {
          state.log('error', error.stack ?? error.message, { call: name });
          answer(error);
        },
      );
    };
  }
  return { definition, implementation };
}

const STDIO: ServiceDefinition[string] = {
  path: '/plugin.GRPCStdio/StreamStdio',
  requestStream: false,
  responseStream: true,
  requestDeserialize: () => ({}),
  responseSerialize: () => Buffer.alloc(0),
  requestSerialize: () => Buffer.alloc(0),
  responseDeserialize: () => ({}),
};

function encode(message: object, write: Write<unknown>): Buffer {
  const pbf = new PbfWriter();
  write(message, pbf);
  return Buffer.from(pbf.finish());
}
