-- A number of people as it is shown: to the nearest multiple of its programme's rounding.
CREATE OR REPLACE FUNCTION engagement_rounded AS (people, multiple) -> toUInt64(round(people / multiple) * multiple)
