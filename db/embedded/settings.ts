/**
 * Settings of the embedded server, for a machine of two cores that it shares with the game server.
 * `fsync`, `synchronous_commit` and `full_page_writes` keep their default, on: an acknowledged bet survives
 * a power cut.
 */
export const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '256MB',
  wal_buffers: '16MB',
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  // Few, spread checkpoints: after each, every touched page is written to the log in full once more.
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  wal_compression: 'on',
  // A new log segment is made by its last byte alone: writing 16 MB of zeros holds up a commit for 50 ms.
  wal_init_zero: 'off',
  random_page_cost: '1.1',
  // The second core belongs to the game server.
  max_parallel_workers_per_gather: '0',
  autovacuum_max_workers: '1',
  jit: 'off',
  log_min_messages: 'warning',
  log_line_prefix: '%m [%p] ',
};
