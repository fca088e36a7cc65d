import type { StarterQuery } from './server/graphiqlPage.js';

/** What the query page opens with: the first questions of each of the three readers, on the sample agreements. */
export const starterQueries: readonly StarterQuery[] = [
  {
    name: 'WhoDidWhat',
    query: `# Everything that ever happened to the Nam Định agreement, in order.
query WhoDidWhat {
  agreement(number: "02-QC/ĐUK-LĐLĐ") {
    subject
    status
    history(first: 20) {
      nodes { version event occurred { asWritten earliest latest certainty } recordedAt actor { role } hash }
    }
  }
}`,
  },
  {
    name: 'ByState',
    query: `# Agreements by state, as of a day in the world.
query ByState {
  stats(of: AGREEMENT, groupBy: [STATUS], asOf: "2023-03-01") {
    total
    rows { key { field value } count }
  }
}`,
  },
  {
    name: 'Doubts',
    query: `# What the record of the Hồ Chí Minh City programme infers or does not know, and on what basis.
query Doubts {
  agreement(id: "agr-hcm-2020") {
    uncertainFacts { path certainty basis }
    warnings { code message { vi en } }
  }
}`,
  },
  {
    name: 'Follow',
    query: `# Everything that was ever recorded, and then what is, as it happens. Stop it where it was started.
subscription Follow {
  auditFeed(after: "0") { position event stream recordedAt actor { role } }
}`,
  },
  {
    name: 'Search',
    query: `# Search as people type: with or without diacritics, in either spelling.
query Search {
  search(text: "thanh uy") {
    type
    node { id ... on Organization { name } ... on Agreement { subject } ... on Office { title } }
  }
}`,
  },
];
