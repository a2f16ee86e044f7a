/** The public door of the constructs: `injixo-as-code/cdktf`. */
export * from './generated/constructs.ts';
export * from './contact-centre/contact-centre.ts';
export * from './contact-centre/config.ts';
export { InjixoDataSource, InjixoResource } from './constructs.ts';
export { ObjectList, ObjectReference } from './references.ts';
export { SecretVariable } from './secret-variable.ts';
export type { Accessors, Reference, References } from './accessors.ts';
