/** A store under a contract: opened, closed and opened again on what it left, and taken down at the end. */
export const reopenable = async <S extends { close(): Promise<unknown> }, A extends readonly unknown[]>(
  open: (...how: A | []) => Promise<S>,
  tidyUp: () => unknown,
) => {
  let current = await open();
  return {
    store: current,
    reopen: async (...how: A | []): Promise<S> => {
      await current.close();
      return (current = await open(...how));
    },
    dispose: async (): Promise<void> => {
      await current.close();
      await tidyUp();
    },
  };
};
