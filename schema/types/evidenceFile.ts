import { Field, Int, ObjectType } from 'type-graphql';
import { mayRead } from '../../src/application/authorise.js';
import type { StoredEvidence } from '../../src/application/ports.js';
import { recordRead } from '../access.js';
import type { Context } from '../context.js';
import { Sha256 } from '../scalars.js';

@ObjectType({
  simpleResolvers: true,
  description: 'A file that was uploaded: it is known by its digest, and never changed or removed.',
})
export class EvidenceFile {
  @Field(() => Sha256, { description: 'The digest of its bytes: its only address.' })
  readonly sha256: string;

  @Field(() => String, { description: 'Its file name, as it was uploaded.' })
  readonly name: string;

  @Field(() => String, { description: 'Its media type, such as application/pdf.' })
  readonly mediaType: string;

  @Field(() => Int, { description: 'Its size in bytes.' })
  readonly size: number;

  readonly #context: Context;

  constructor(context: Context, { sha256, name, mediaType, size }: StoredEvidence) {
    this.#context = context;
    this.sha256 = sha256;
    this.name = name;
    this.mediaType = mediaType;
    this.size = size;
  }

  @Field(() => String, {
    description:
      'Where it can be had for the next minutes without a token: path and query on this server. Whoever has the address has the file; that it was given out is recorded.',
  })
  get url(): string {
    recordRead(this.#context, 'FILE_LINK', `file:${this.sha256}`);
    return this.#context.services.files.createLink(this.sha256);
  }
}

/** The file of a digest; null when none is stored, or for a caller who may not read files. */
export const loadFile = async (context: Context, sha256: string | undefined): Promise<EvidenceFile | null> => {
  if (sha256 === undefined || !mayRead(context.principal, 'FILE')) return null;
  const stored = await context.loaders.files.load(sha256);
  return stored === null ? null : new EvidenceFile(context, stored);
};
