// The advisories that are published, withdrawn or drafted during the week.
import type { AdvisoryDraftInput } from './steps.ts';

export const TAR_ADVISORY: AdvisoryDraftInput = {
  title: '@harborline/tar writes archive entries outside the target folder',
  summary: 'A crafted archive can replace any file that the unpacking program may write. Update to 2.4.2.',
  details:
    'resolveEntry joined the name of an archive entry to the target folder without comparing the result with it. Versions from 2.1.0 to 2.4.1 are affected. 2.4.2 resolves the name first and refuses entries that leave the folder.',
  tlp: 'TLP:CLEAR',
  affected: [
    {
      ecosystem: 'npm',
      name: '@harborline/tar',
      purl: 'pkg:npm/%40harborline/tar',
      introduced: '2.1.0',
      fixed: '2.4.2',
    },
  ],
  cve: 'CVE-2099-20001',
  weaknesses: ['CWE-22'],
  vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
  mitigation: 'Do not unpack archives from strangers, or unpack them as a user that may write to an empty folder only.',
  plain: {
    what: 'A bad archive file can change other files on a computer that opens it with this part.',
    howToLook: 'Ask who looks after the program: does it use "@harborline/tar", and is it older than 2.4.2?',
    ifYouCannot: 'Turn off uploads of archive files until it is updated.',
  },
  references: ['https://git.example.org/harborline/tar/releases/2.4.2'],
  credits: ['Brightfen Labs', 'Ashgrove Research'],
};

export const PUMP_ADVISORY: AdvisoryDraftInput = {
  title: 'Brinepump and devices with it: a network frame overwrites the heap',
  summary:
    'Anyone who reaches the control port can stop the pump controller, and likely run code on it. Update, or close the port.',
  details:
    'frame_copy reserved as many bytes as one length field of a frame said and copied as many as another. All versions of brinepump before 1.6.0-1+deb12u2 are affected, and devices that contain the library: Velloria InfuSure 300 before 4.2.1.',
  tlp: 'TLP:CLEAR',
  affected: [
    {
      ecosystem: 'Debian:12',
      name: 'brinepump',
      purl: 'pkg:deb/debian/brinepump',
      introduced: '0',
      fixed: '1.6.0-1+deb12u2',
    },
    { ecosystem: 'product', vendor: 'Velloria Medical', name: 'InfuSure 300', introduced: '0', fixed: '4.2.1' },
  ],
  cve: 'CVE-2099-20006',
  weaknesses: ['CWE-787'],
  vectors: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
  mitigation:
    'Allow the control port (TCP 4022) only from the machines that must reach it. Pumps can be set by hand while they are off the network.',
  plain: {
    what: 'Someone on your network can stop a pump or change what it does.',
    howToLook:
      'Look at the label or the settings page of the pump. Is it an InfuSure 300 with a number lower than 4.2.1?',
    ifYouCannot: 'Take the pump off the wireless network and set it by hand. Call the maker and ask for version 4.2.1.',
  },
  references: ['https://git.example.org/debian/brinepump/1.6.0-1+deb12u2'],
  credits: ['Pebblecrash', 'Ashgrove Research'],
};

export const SHEET_ADVISORY: AdvisoryDraftInput = {
  title: '@saltmarsh/sheet exports cells that are run as formulas',
  summary: 'Text that customers typed can be run when an exported sheet is opened. Update to 1.4.1.',
  details: 'writeRow wrote foreign text into cells as it came.',
  tlp: 'TLP:CLEAR',
  affected: [
    { ecosystem: 'npm', name: '@saltmarsh/sheet', purl: 'pkg:npm/%40saltmarsh/sheet', introduced: '0', fixed: '1.4.1' },
  ],
  cve: 'CVE-2099-20023',
  weaknesses: ['CWE-1236'],
  vectors: ['CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:L/I:H/A:N'],
  references: [],
  credits: ['Mirela Dunne'],
};

export const QUERY_ADVISORY: AdvisoryDraftInput = {
  title: '@saltmarsh/query takes the name of a sort column into the query',
  summary: 'A user who may choose the order of a list can read everything. Update to 3.5.3.',
  details:
    'orderBy wrote the column name between the words of the query. Since 3.5.3 names are looked up in the table’s own list.',
  tlp: 'TLP:AMBER',
  affected: [
    {
      ecosystem: 'npm',
      name: '@saltmarsh/query',
      purl: 'pkg:npm/%40saltmarsh/query',
      introduced: '3.0.0',
      fixed: '3.5.3',
    },
  ],
  cve: 'CVE-2099-20021',
  weaknesses: ['CWE-89'],
  vectors: ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:L'],
  references: [],
  credits: ['Brightfen Labs', 'Ashgrove Research'],
};
