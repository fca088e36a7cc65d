import { type ClassType, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Point } from '../../src/application/history.js';
import type { Correctable } from '../../src/domain/kernel/correctable.js';
import type { StreamType } from '../../src/domain/kernel/ids.js';
import type { Context } from '../context.js';
import { loadNamed } from '../read.js';
import { Agreement } from '../types/agreement.js';
import { Correction } from '../types/correction.js';
import { Office } from '../types/office.js';
import { Organization } from '../types/organization.js';
import { Source } from '../types/source.js';
import { SteeringCommittee } from '../types/steeringCommittee.js';

interface Shown {
  readonly id: string;
  readonly point: Point;
}

/** The field `corrections` of one kind of object. */
const correctionsResolver = <T extends Shown>(
  streamType: StreamType,
  object: () => ClassType<T> | (abstract new (...args: never[]) => T),
) => {
  @Resolver(object)
  class CorrectionsResolver {
    @FieldResolver(() => [Correction], { description: 'What was proposed to be put right in its record, in order.' })
    async corrections(@Root() { id, point }: Shown, @Ctx() context: Context): Promise<readonly Correction[]> {
      const state: Correctable<object> = (await loadNamed(context, streamType, id, point))?.state ?? {};
      return (state.corrections ?? []).map((correction) => new Correction(context, `${streamType}:${id}`, correction));
    }
  }
  return CorrectionsResolver;
};

export const correctionsResolvers = [
  correctionsResolver('agreement', () => Agreement),
  correctionsResolver('organization', () => Organization),
  correctionsResolver('office', () => Office),
  correctionsResolver('source', () => Source),
  correctionsResolver('steering', () => SteeringCommittee),
] as const;
