interface MediaType {
  /** How names of such files end. The system opens a file by its name, so another ending is another type. */
  readonly extensions: readonly string[];
  readonly begins: (head: Buffer) => boolean;
}

const startsWith =
  (...marks: readonly (string | readonly number[])[]) =>
  (head: Buffer): boolean =>
    marks.some((mark) => {
      const bytes = typeof mark === 'string' ? Buffer.from(mark, 'latin1') : Buffer.from(mark);
      return head.subarray(0, bytes.length).equals(bytes);
    });

const isZip = startsWith('PK\x03\x04');
/** An OpenDocument package names its type first, uncompressed (OpenDocument 1.3 part 2, 3.3). */
const isOpenDocument = (kind: string) => {
  const named = Buffer.from(`mimetypeapplication/vnd.oasis.opendocument.${kind}`, 'latin1');
  return (head: Buffer): boolean => isZip(head) && head.subarray(30, 30 + named.length).equals(named);
};

/** The first mark of an XML document in UTF-8 or UTF-16, after byte order mark and white space. */
const isXml = (head: Buffer): boolean => {
  const isWide = startsWith([0xff, 0xfe], [0xfe, 0xff])(head);
  const text = isWide ? head.subarray(2).filter((byte) => byte !== 0) : head;
  return /^(?:\u00ef\u00bb\u00bf)?\s*</.test(Buffer.from(text).toString('latin1'));
};

const openXml = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';
const xml: MediaType = { extensions: ['xml'], begins: isXml };

const mediaTypes: ReadonlyMap<string, MediaType> = new Map<string, MediaType>([
  ['application/pdf', { extensions: ['pdf'], begins: startsWith('%PDF-') }],
  ['image/png', { extensions: ['png'], begins: startsWith('\x89PNG\r\n\x1a\n') }],
  ['image/jpeg', { extensions: ['jpg', 'jpeg'], begins: startsWith([0xff, 0xd8, 0xff]) }],
  ['image/tiff', { extensions: ['tif', 'tiff'], begins: startsWith('II*\0', 'MM\0*', 'II+\0', 'MM\0+') }],
  [`${openXml}.wordprocessingml.document`, { extensions: ['docx'], begins: isZip }],
  [`${openXml}.spreadsheetml.sheet`, { extensions: ['xlsx'], begins: isZip }],
  [`${openDocument}.text`, { extensions: ['odt'], begins: isOpenDocument('text') }],
  [`${openDocument}.spreadsheet`, { extensions: ['ods'], begins: isOpenDocument('spreadsheet') }],
  ['application/msword', { extensions: ['doc'], begins: startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1') }],
  ['application/xml', xml],
  ['text/xml', xml],
  // Text has no mark of its own; programs and pictures have zeros near their beginning.
  ['text/plain', { extensions: ['txt'], begins: (head) => !head.includes(0) }],
]);

/** The types of file that are taken, for messages. */
export const allowedMediaTypes: readonly string[] = [...mediaTypes.keys()];

/** The type without its parameters, in lower case; undefined when such files are not taken. */
export const parseMediaType = (contentType: string): string | undefined => {
  const essence = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  return mediaTypes.has(essence) ? essence : undefined;
};

export const extensionsOf = (mediaType: string): readonly string[] => mediaTypes.get(mediaType)?.extensions ?? [];

/** How much of a file's beginning is looked at. */
export const headBytes = 512;

/** Whether a file that begins so can be of the type. A check against mistakes and disguise, not of the whole format. */
export const beginsAs = (mediaType: string, head: Uint8Array): boolean =>
  mediaTypes.get(mediaType)?.begins(Buffer.from(head.buffer, head.byteOffset, head.byteLength)) ?? false;
