/** The parts that are used here of packages that bring no types of their own. */
declare module 'resolve-protobuf-schema' {
  export interface Field {
    name: string;
    type: string;
    repeated: boolean;
    map: { from: string; to: string } | null;
  }
  export interface ProtoSchema {
    messages: { name: string; fields: Field[] }[];
  }
  const resolve: { sync: (file: string) => ProtoSchema };
  export default resolve;
}

declare module 'pbf/compile' {
  import type { ProtoSchema } from 'resolve-protobuf-schema';
  export function compileRaw(schema: ProtoSchema): string;
}

declare module 'postject' {
  export function inject(
    file: string,
    resource: string,
    data: Buffer,
    options: { sentinelFuse: string },
  ): Promise<void>;
}
