-- An inventory may be an SPDX document too. Yesterday's rows have a format that stays allowed.

ALTER TABLE inventory DROP CONSTRAINT inventory_format_check;
ALTER TABLE inventory ADD CONSTRAINT inventory_format_check CHECK (format IN ('cyclonedx', 'spdx', 'sheet'));
