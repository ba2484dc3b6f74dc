-- What consolidates cost each VM: how long they stopped it, and which part of all its stops that was.
WITH stops AS (
  FROM read_parquet('stops/*.parquet', union_by_name = true, filename = true)
  -- A stop that stands in several files counts once, as the last file tells it.
  QUALIFY row_number() OVER (PARTITION BY id ORDER BY filename DESC, vmPath) = 1
)
SELECT
  vm,
  count(*) FILTER (cause = 'consolidate') AS stops,
  sum(durationUs) FILTER (cause = 'consolidate') AS totalUs,
  max(durationUs) FILTER (cause = 'consolidate') AS longestUs,
  count(*) FILTER (cause = 'consolidate' AND level IN ('over-half', 'near-full', 'over-full')) AS overHalf,
  round(100.0 * sum(durationUs) FILTER (cause = 'consolidate') / nullif(sum(durationUs), 0), 1) AS percent
FROM stops
GROUP BY vm
HAVING count(*) FILTER (cause = 'consolidate') > 0
ORDER BY totalUs DESC, vm;
