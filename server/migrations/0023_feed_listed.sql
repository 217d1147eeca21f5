-- What other sides listed when their lists were last read whole: a record that vanishes from a list changes nothing there that
-- would be asked for, so it is found only by comparing. Public names, and nothing of who runs what.
CREATE TABLE feed_listed (
  list text NOT NULL,            -- 'osv/npm', 'ghsa', 'csaf/' and the provider's id
  id text NOT NULL,              -- a record, or the address of a document
  mark text NOT NULL DEFAULT '', -- by which the list tells that it changed; '': it tells no such thing
  PRIMARY KEY (list, id)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON feed_listed TO leadtime_app, leadtime_worker;
