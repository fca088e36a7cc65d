import { verify, X509Certificate } from 'node:crypto';
import type { SignatureFact } from '../domain/agreement/index.js';

/**
 * Checks a signature made over the UTF-8 bytes of a text's SHA-256 in lower-case hexadecimal. Whether the certificate's
 * issuer is trusted is not decided here: no trust list is part of the system. Undefined for what is no certificate.
 */
export const checkSignature = (
  certificate: { readonly pem: string; readonly signature: string },
  textSha256: string,
): SignatureFact | undefined => {
  try {
    const x509 = new X509Certificate(certificate.pem);
    const digest = x509.publicKey.asymmetricKeyType?.startsWith('ed') === true ? null : 'sha256';
    const signature = Buffer.from(certificate.signature, 'base64');
    return {
      valid: verify(digest, Buffer.from(textSha256, 'utf8'), x509.publicKey, signature),
      serial: x509.serialNumber,
      issuer: x509.issuer,
      validFrom: new Date(x509.validFrom).toISOString(),
      validTo: new Date(x509.validTo).toISOString(),
    };
  } catch {
    // Hostile or mangled PEM: the decision refuses a signature without a check as invalid.
    return undefined;
  }
};
