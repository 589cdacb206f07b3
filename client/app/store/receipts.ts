import { signal } from '@preact/signals';
import { readSetting, writeSetting } from './settings.ts';

/** A signed receipt as this browser got it, for the verify screen. */
export interface KeptReceipt {
  type: 'bet' | 'cancel' | 'cashout';
  table: string;
  game: number;
  receipt: string;
}

const MOST = 100;

export const receipts = signal<readonly KeptReceipt[]>(load());

export function keepReceipt(kept: KeptReceipt): void {
  if (receipts.value.some(({ receipt }) => receipt === kept.receipt)) return;
  receipts.value = [kept, ...receipts.value].slice(0, MOST);
  writeSetting('receipts', JSON.stringify(receipts.value));
}

function load(): KeptReceipt[] {
  try {
    const value: unknown = JSON.parse(readSetting('receipts') ?? '[]');
    return Array.isArray(value) ? (value as KeptReceipt[]) : [];
  } catch {
    return [];
  }
}
