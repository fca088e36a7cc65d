export { nameAt, type Names, ownNames } from './names.js';
export { narrate, namedBy } from './narrate.js';
