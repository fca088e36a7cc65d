/**
 * A class as the type of a decorated property. Under ESM the compiler emits the class itself as metadata of the property,
 * which fails when the class is declared later; an alias emits `Object`.
 */
export type Ref<T> = T;

/** What a class of plain data holds, whoever makes it: such types have no methods, and resolvers give objects. */
export type Data<T> = Pick<T, keyof T>;
