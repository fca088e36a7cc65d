import { type ClassType, Field, InputType } from 'type-graphql';
import type { Order } from '../src/application/ports.js';
import { enumOf, OrderDirection } from './enums.js';
import { inputInvalid } from './errors.js';

export interface OrderInput<F extends string> {
  readonly field: F;
  readonly direction: Order['direction'];
}

/** What a list can be ordered by: the declared field behind each name, with a description. */
export type Orderings<F extends string> = Readonly<Record<F, { readonly field: string; readonly description: string }>>;

/** Defines `<name>OrderField` and the input `<name>Order`. */
export const orderOf = <F extends string>(name: string, orderings: Orderings<F>): ClassType<OrderInput<F>> => {
  const descriptions = Object.fromEntries(
    Object.entries<Orderings<F>[F]>(orderings).map(([key, { description }]) => [key, description]),
  ) as Record<F, string>;
  const OrderField = enumOf<F>(`${name}OrderField`, `What a list of ${name} can be ordered by.`, descriptions);
  @InputType(`${name}Order`, { description: `An order of a list of ${name}; ties are broken by the id.` })
  class OrderType {
    @Field(() => OrderField, { description: 'By what.' })
    field!: F;

    @Field(() => OrderDirection, { description: 'In which direction.' })
    direction!: Order['direction'];
  }
  return OrderType;
};

const maxOrders = 3;

/** The order that was asked for, or the usual one. */
export const toOrder = <F extends string>(
  asked: readonly OrderInput<F>[] | null | undefined,
  orderings: Orderings<F>,
  usual: readonly Order[],
): readonly Order[] => {
  if (asked === null || asked === undefined || asked.length === 0) return usual;
  if (asked.length > maxOrders) throw inputInvalid(`At most ${maxOrders} orders can be combined.`, 'orderBy');
  return asked.map(({ field, direction }) => ({ field: orderings[field].field, direction }));
};
