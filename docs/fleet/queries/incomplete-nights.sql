-- Which files are of reports that left something unread: their nights may have had more stops than they tell.
SELECT file_name AS file, decode(value) AS complete
FROM parquet_kv_metadata('stops/*.parquet')
WHERE decode(key) = 'stuntime.complete' AND decode(value) <> 'true'
ORDER BY file;
