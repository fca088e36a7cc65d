import { describe, expect, test } from '@jest/globals';
import { checkSignature } from '../../src/application/signatures.js';
import { readFixture } from '../support/fixtures.js';

const { pem, signature, textSha256 } = readFixture('signature.json') as {
  pem: string;
  signature: string;
  textSha256: string;
};

describe('checking a digital signature', () => {
  test('a signature over the text’s hash is valid and names its certificate', () => {
    expect(checkSignature({ pem, signature }, textSha256)).toMatchObject({
      valid: true,
      serial: expect.stringMatching(/^[0-9A-F]+$/),
      issuer: expect.stringContaining('CN=Test signer'),
      validFrom: expect.stringMatching(/Z$/),
      validTo: expect.stringMatching(/Z$/),
    });
  });

  test('over another hash, or altered, it is not', () => {
    const altered = Buffer.from(signature, 'base64').reverse().toString('base64');
    expect(checkSignature({ pem, signature }, 'f'.repeat(64))).toMatchObject({ valid: false });
    expect(checkSignature({ pem, signature: altered }, textSha256)?.valid ?? false).toBe(false);
  });

  test.each(['', 'not a certificate', pem.slice(0, 200)])('what is no certificate proves nothing: %p', (bad) => {
    expect(checkSignature({ pem: bad, signature }, textSha256)).toBeUndefined();
  });
});
