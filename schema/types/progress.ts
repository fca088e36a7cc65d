import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { Context, ProjectionStatus } from '../context.js';
import type { Data } from '../ref.js';
import { EventPosition } from '../scalars.js';

@ObjectType({ simpleResolvers: true, description: 'How far a read model is behind the log.' })
export class ProjectionLag {
  @Field(() => Int, { nullable: true, description: 'Events it has yet to take in; null when they are not counted.' })
  events!: number | null;

  @Field(() => Float, {
    description: 'Milliseconds since the oldest event it lacks was recorded; 0 when it lacks none.',
  })
  ms!: number;
}

@ObjectType({ simpleResolvers: true, description: 'Where a read model has got to.' })
export class ProjectionProgress {
  @Field(() => String, { description: 'Its name.' })
  readonly name: string;

  @Field(() => EventPosition, { description: 'The position up to which it has taken in every event.' })
  readonly position: string;

  @Field(() => ProjectionLag, { description: 'How far that is from the end of the log.' })
  readonly lag: Data<ProjectionLag>;

  constructor({ name, position, lagEvents, lagMs }: ProjectionStatus) {
    this.name = name;
    this.position = position;
    this.lag = { events: lagEvents ?? null, ms: lagMs };
  }
}

export const progressOf = ({ services }: Context): readonly ProjectionProgress[] =>
  services.progress.statuses().map((status) => new ProjectionProgress(status));
