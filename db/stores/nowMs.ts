/** The database's clock, whole epoch milliseconds. */
export const NOW_MS = 'floor(extract(epoch from clock_timestamp()) * 1000)::bigint';
