import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../context.js';
import { EvidenceFile, loadFile } from '../types/evidenceFile.js';
import { Signature } from '../types/party.js';
import { Attachment } from '../types/text.js';

const absent = 'Null: none is stored, or your role may not read files.';

@Resolver(() => Signature)
class SignatureFiles {
  @FieldResolver(() => EvidenceFile, { nullable: true, description: `The scan of a paper one. ${absent}` })
  scan(@Root() { scanSha256 }: Signature, @Ctx() context: Context): Promise<EvidenceFile | null> {
    return loadFile(context, scanSha256);
  }
}

@Resolver(() => Attachment)
class AttachmentFiles {
  @FieldResolver(() => EvidenceFile, { nullable: true, description: `The file itself. ${absent}` })
  file(@Root() { sha256 }: Attachment, @Ctx() context: Context): Promise<EvidenceFile | null> {
    return loadFile(context, sha256);
  }
}

/** The files that records refer to by their digest. */
export const evidenceResolvers = [SignatureFiles, AttachmentFiles] as const;
