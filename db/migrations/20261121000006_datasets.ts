import { Migration } from '@mikro-orm/migrations';

/** Market data that strategies run on. A set names its columns by their hash; those are stored once. */
export class Datasets extends Migration {
  override name = '20261121000006_datasets';

  override up(): void {
    this.addSql(`
      create table dataset (
        id uuid primary key,
        player_id uuid,
        name text not null,
        sha256 text not null,
        bars int not null,
        from_ms bigint not null,
        to_ms bigint not null,
        bar_step text not null,
        preview json not null,
        created_at_ms bigint not null
      )`);
    this.addSql('create unique index dataset_data_unique on dataset (player_id, sha256) nulls not distinct');
    this.addSql('create index dataset_sha256 on dataset (sha256)');

    this.addSql(`
      create table dataset_chunk (
        sha256 text not null,
        part int not null,
        bytes bytea not null,
        constraint dataset_chunk_pkey primary key (sha256, part)
      )`);
    // Prices hardly compress, and trying to would cost more than writing them.
    this.addSql('alter table dataset_chunk alter column bytes set storage external');
  }
}
