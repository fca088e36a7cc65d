import { extensionsOf } from './mediaTypes.js';

/** In UTF-8: what file systems take. */
const longestName = 255;

/** Controls, and format characters such as bidirectional overrides: `hopdong<RLO>fdp.exe` shows as `hopdongexe.pdf`. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}\p{Co}\p{Cn}]/u;

/** What Windows takes for a device, whatever ending follows: such a file cannot be saved there. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)\./i;

/**
 * What is wrong with the name of a file, as the end of a sentence that begins with `The file name`; undefined when it can
 * be kept and offered to those who download it. The name is never part of a path here, but it will be one on their side.
 */
export const fileNameProblem = (name: string, mediaType: string): string | undefined => {
  if (name === '') return 'is empty';
  if (Buffer.byteLength(name) > longestName) return `is longer than ${longestName} bytes in UTF-8`;
  if (invisible.test(name)) return 'has control, invisible or unassigned characters';
  if (/[/\\]/.test(name)) return 'has a path in it; send the name alone';
  if (/[<>:"|?*]/.test(name)) return 'has one of < > : " | ? *, which not every system can store';
  if (name !== name.trim() || name.startsWith('.')) return 'begins with a point or begins or ends with a space';
  if (device.test(name)) return 'is that of a device in Windows';
  const extensions = extensionsOf(mediaType);
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (!name.includes('.') || !extensions.includes(extension)) {
    return `must end in ${extensions.map((ending) => `.${ending}`).join(' or ')} for ${mediaType}`;
  }
  return undefined;
};

const percentEncode = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '_')).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Offers a download under its name (RFC 6266, RFC 8187), with a name in ASCII for clients that know no other. */
export const attachmentHeader = (name: string): string => {
  const ascii = name
    .replace(/[đĐ]/g, (letter) => (letter === 'đ' ? 'd' : 'D'))
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ -~]|["\\%]/gu, '_');
  return `attachment; filename="${ascii}"; filename*=UTF-8''${percentEncode(name)}`;
};
