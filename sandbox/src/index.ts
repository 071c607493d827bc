export { startSandbox, type OracleEntry, type Sandbox, type SandboxOptions } from './sandbox.ts'
export { createTestConnector, type TestConnectorOptions } from './plain/connector.ts'
export { PLAIN_KINDS, type PlainKind } from './plain/plain.ts'
export { FAULT_KINDS, type Fault, type FaultKind } from './faults.ts'
