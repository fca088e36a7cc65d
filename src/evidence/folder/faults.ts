import { StoreFault } from '../../application/ports.js';

/** The code of an error of the operating system, or ''. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** An error of the file system as a fault that says where and what to do. */
export const asFault = (path: string, cause: unknown): StoreFault => {
  if (cause instanceof StoreFault) return cause;
  if (['ENOSPC', 'EDQUOT'].includes(codeOf(cause))) {
    return new StoreFault('STORE_FULL', `No space is left for ${path}. Nothing of it was kept; free space and retry.`, {
      cause,
    });
  }
  return new StoreFault('STORE_UNAVAILABLE', `${path} cannot be read or written: ${String(cause)}`, { cause });
};

/** Does something with the file system; its errors come out as faults that name `path`. */
export const onDisk = async <T>(path: string, act: () => Promise<T>): Promise<T> => {
  try {
    return await act();
  } catch (error) {
    throw asFault(path, error);
  }
};
