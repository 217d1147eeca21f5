-- Advisories from CSAF documents, CVE records and the NVD beside OSV; and EPSS scores.

INSERT INTO feed (source, max_age_hours) VALUES ('ghsa', 48), ('epss', 48), ('nvd', 48), ('csaf', 72), ('cve', 48) ON CONFLICT DO NOTHING;

-- A later version of a CSAF document replaces all of its advisories.
CREATE INDEX advisory_document ON advisory ((record #>> '{document,id}')) WHERE source = 'csaf';

-- How likely it is that a vulnerability is attacked within 30 days (first.org/epss). Public; the newest day alone.
CREATE TABLE epss (
  cve text PRIMARY KEY,
  score real NOT NULL CHECK (score BETWEEN 0 AND 1),
  percentile real NOT NULL CHECK (percentile BETWEEN 0 AND 1),
  day date NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON epss TO leadtime_app, leadtime_worker;
