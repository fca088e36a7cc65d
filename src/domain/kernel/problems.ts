import type { Template } from './rejectionMessages.js';

/** What a detail named `problem` may say, in words; any other, such as what a schema found, stays as it is. */
export const problems: Readonly<Record<string, Template>> = {
  DECISION_DOCUMENT_REQUIRED: ['phải nêu văn bản quyết định', 'the decision document must be named'],
  REASON_REQUIRED: ['phải nêu lý do', 'a reason must be given'],
  OWN_SUCCESSOR: ['không thể tự thay thế chính mình', 'nothing can take its own place'],
  SUCCESSOR_DISSOLVED: ['cơ quan kế thừa đã giải thể', 'the successor is itself dissolved'],
  PARENT_CYCLE: ['cơ quan cấp trên nằm dưới chính cơ quan này', 'the body above would lie below this one'],
  NOT_A_CLASS: ['không phải là một nhóm cơ quan', 'it is not a class of bodies'],
  NAME_NOT_CURRENT: ['tên cũ đã nêu không phải tên hiện tại', 'the old name given is not the current one'],
  'null, which only an import may send': ['chỉ được để trống khi nhập dữ liệu', 'only an import may leave it empty'],
  'a class of bodies cannot act': ['một nhóm cơ quan không thể tự hành động', 'a class of bodies cannot act'],
  'a class of parties has no bodies': ['một nhóm các bên không có cơ quan', 'a class of parties has no bodies'],
  'a party needs an acting body': ['mỗi bên phải có cơ quan đại diện', 'a party needs an acting body'],
  'not a class of bodies': ['không phải là một nhóm cơ quan', 'it is not a class of bodies'],
  'a body is named twice': ['một cơ quan được nêu hai lần', 'a body is named twice'],
  'no file of this digest was uploaded': ['chưa tải lên tệp có mã băm này', 'no file of this digest was uploaded'],
  'the event would not be valid with it': [
    'giá trị mới làm cho sự kiện không hợp lệ',
    'the event would not be valid with it',
  ],
  'leads nowhere in the event': ['đường dẫn không có trong sự kiện', 'the path leads nowhere in the event'],
  'changes nothing': ['không thay đổi gì', 'it changes nothing'],
  'either a new period or a successor, not both': [
    'chọn thời hạn mới hoặc thỏa thuận kế tiếp, không chọn cả hai',
    'either a new period or a successor, not both',
  ],
  'an opinion is that of an organisation or an office': [
    'ý kiến phải là của một cơ quan hoặc một chức vụ',
    'an opinion is that of an organisation or an office',
  ],
};
