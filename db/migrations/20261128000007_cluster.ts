import { Migration } from '@mikro-orm/migrations';

/**
 * Who is in the cluster, and where each table's room is. A table's place stands apart from its lease: bets lock the
 * lease's row, and what a table shows changes often.
 */
export class Cluster extends Migration {
  override name = '20261128000007_cluster';

  override up(): void {
    this.addSql(`
      create table cluster_member (
        member_id uuid primary key,
        process_id text not null,
        public_address text not null,
        draining boolean not null,
        expires_at timestamptz not null
      ) with (fillfactor = 20)`);
    this.addSql(`
      create table table_place (
        crash_table text primary key,
        fence bigint not null,
        room_id text not null,
        process_id text not null,
        public_address text not null,
        phase text not null,
        players int not null
      ) with (fillfactor = 20)`);
  }
}
