-- What an operator sees of its fleet as a whole. Its pages go by package within a party; what cannot be matched stands by its name.
CREATE INDEX component_fleet ON component (party_id, (coalesce(package, 'unmatched/' || left(lower(coalesce(vendor || ' ', '') || name), 300)) COLLATE "C"))
  WHERE removed_at IS NULL;
