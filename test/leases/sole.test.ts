import { createSoleLeases } from '../../src/leases/sole.js';
import { leasesContract } from '../contracts/leases.contract.js';

leasesContract('The only instance', () => {
  const leases = createSoleLeases();
  return Promise.resolve({ instance: () => Promise.resolve(leases), dispose: () => leases.close() });
});
