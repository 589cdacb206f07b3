import { assert } from '../../domain/assert.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Array literals are built by hand below: what goes in unquoted is a number, a boolean or passes here. */
export function uuid(value: string): string {
  assert(UUID.test(value), `not a lowercase UUID: ${value}`);
  return value;
}

export function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** A parameter in the making: PostgreSQL's array literal. */
export class Column {
  private readonly values: (string | number | bigint)[] = [];
  add(value: string | number | bigint | null): void {
    this.values.push(value ?? 'NULL');
  }
  toString(): string {
    return `{${this.values.join(',')}}`;
  }
}

/** A column that is the same in most batches: then it is sent once, and the function repeats it. */
export class ConstantColumn extends Column {
  private first: string | number | bigint | null | undefined;
  private constant = true;
  override add(value: string | number | bigint | null): void {
    if (this.first === undefined) this.first = value;
    else if (value !== this.first) this.constant = false;
    super.add(value);
  }
  override toString(): string {
    return this.constant && this.first !== undefined ? `{${this.first}}` : super.toString();
  }
}

/** Columns by name, in the order in which `ledger_post` takes them. */
export function columns<Name extends string>(...names: Name[]): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, new Column()])) as Record<Name, Column>;
}

/** In their order. */
export function literals(of: Record<string, Column>): string[] {
  return Object.values(of).map(String);
}
