export { nameAt, type Names, type OtherNames, type OwnNames, ownNames } from './names.js';
export { narrate, namedBy, type Named } from './narrate.js';
