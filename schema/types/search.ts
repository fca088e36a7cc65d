import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { SearchHit as FoundHit, SearchType as SearchTypes } from '../../projections/queries.js';
import type { Context } from '../context.js';
import { enumOf } from '../enums.js';
import { loadAgreement } from './agreement.js';
import { Node } from './basics.js';
import { loadOffice } from './office.js';
import { loadOrganization } from './organization.js';

export const SearchType = enumOf<SearchTypes>('SearchType', 'What can be searched for.', {
  AGREEMENT: 'Agreements, by number, subject and other names.',
  ORGANIZATION: 'Organisations, by name, former names, spellings and abbreviations.',
  OFFICE: 'Offices, by title.',
});

@ObjectType({ simpleResolvers: true, description: 'Something that was found.' })
export class SearchHit {
  @Field(() => SearchType, { description: 'What it is.' })
  readonly type: SearchTypes;

  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => Float, { description: 'How well it fits; higher is better, comparable within one search.' })
  readonly score: number;

  readonly #context: Context;

  constructor(context: Context, { type, id, score }: FoundHit) {
    this.#context = context;
    this.type = type;
    this.id = id;
    this.score = score;
  }

  @Field(() => Node, { nullable: true, description: 'The object as it is now.' })
  get node(): Promise<Node | null> {
    switch (this.type) {
      case 'AGREEMENT':
        return loadAgreement(this.#context, this.id, {});
      case 'ORGANIZATION':
        return loadOrganization(this.#context, this.id, {});
      case 'OFFICE':
        return loadOffice(this.#context, this.id, {});
    }
  }
}
