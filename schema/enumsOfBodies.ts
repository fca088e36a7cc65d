import type {
  OrganizationKind as OrganizationKinds,
  organizationLevels,
  organizationStatuses,
} from '../src/domain/organization/index.js';
import type { NumberingSystem as NumberingSystems } from '../src/domain/kernel/documentNumber.js';
import { enumOf } from './enums.js';

export const OrganizationKind = enumOf<OrganizationKinds>(
  'OrganizationKind',
  'What kind of body it is (reference 2.2).',
  {
    PARTY_COMMITTEE: 'Cấp ủy, đảng ủy: a Party committee.',
    PARTY_POLITBURO: 'Bộ Chính trị.',
    STANDING_COMMITTEE: 'Ban Thường vụ: acts for its parent.',
    PERMANENT_BODY: 'Thường trực: acts for its parent.',
    PARTY_CAUCUS: 'Đảng đoàn: acts for its parent.',
    BLOC_PARTY_COMMITTEE: 'Đảng ủy Khối: the Party committee of a bloc of agencies and enterprises.',
    PARTY_BRANCH_SYSTEM: 'Đảng bộ: a Party organisation as a whole.',
    PARTY_ADVISORY_BODY: 'Ban đảng: an advisory body of the Party.',
    PARTY_CLASS: 'A class of Party bodies that a source does not name one by one.',
    STEERING_COMMITTEE: 'Ban Chỉ đạo.',
    UNION_CONFEDERATION: 'Tổng Liên đoàn.',
    UNION_FEDERATION: 'Liên đoàn Lao động.',
    UNION_UPPER_GRASSROOTS: 'Công đoàn cấp trên trực tiếp cơ sở.',
    GRASSROOTS_UNION: 'Công đoàn cơ sở.',
    UNION_BLOCK: 'Cụm, khối công đoàn.',
    UNION_SERVICE_UNIT: 'Đơn vị sự nghiệp of a union.',
    STATE_AGENCY: 'Cơ quan nhà nước.',
    STATE_AGENCY_CLASS: 'A class of state agencies that a source does not name one by one.',
    SERVICE_UNIT_CLASS: 'A class of service units that a source does not name one by one.',
    VENUE: 'A place where something was held.',
  },
);

export const OrganizationLevel = enumOf<(typeof organizationLevels)[number]>(
  'OrganizationLevel',
  'The level of government a body belongs to.',
  {
    CENTRAL: 'Trung ương.',
    PROVINCE: 'Tỉnh, thành phố trực thuộc trung ương.',
    DISTRICT: 'Quận, huyện.',
    COMMUNE: 'Xã, phường.',
    MIXED: 'Of several levels.',
  },
);

export const OrganizationStatus = enumOf<(typeof organizationStatuses)[number]>(
  'OrganizationStatus',
  'Is a body set up, or only spoken of?',
  {
    ESTABLISHED: 'It exists, or existed.',
    PROPOSED: 'A source speaks of it as yet to be set up.',
  },
);

export const NumberingSystem = enumOf<NumberingSystems>(
  'NumberingSystem',
  'By whose rules official documents are numbered (reference 3.1).',
  {
    PARTY: 'Of the Party: 02-QC/ĐUK.',
    STATE: 'Of the state: 20/2023/QH15.',
    UNION: 'Of the trade unions.',
    YOUTH_UNION: 'Of the Youth Union.',
  },
);

export const Participation = enumOf<'INVITED'>(
  'Participation',
  'How a body takes part in agreements without being a party.',
  {
    INVITED: 'Invited to their occasions.',
  },
);
