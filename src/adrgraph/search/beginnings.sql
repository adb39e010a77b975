-- For each beginning of ?1 letters the first ?2 names of each kind that are better than ?3.
INSERT INTO beginning
SELECT start, kind, standing, thing FROM (
  SELECT substr(plain, 1, ?1) AS start, kind, standing, thing, row_number() OVER (
    PARTITION BY substr(plain, 1, ?1), kind ORDER BY standing, thing
  ) AS place
  FROM (SELECT DISTINCT plain, kind, standing, thing FROM name JOIN thing ON thing.id = name.thing)
  WHERE length(plain) >= ?1 AND standing < ?3
) WHERE place <= ?2
GROUP BY start, kind, standing, thing
