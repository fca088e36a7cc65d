import { leasesContract } from '../contracts/leases.contract.js';
import { handLeases } from '../support/handLeases.js';

// The leases that other tests take away behave as real ones until then.
leasesContract('A test', () => {
  const leases = handLeases();
  return Promise.resolve({
    instance: () => Promise.resolve(leases.instance()),
    dispose: () => Promise.resolve(),
  });
});
