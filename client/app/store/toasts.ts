import { signal } from '@preact/signals';

export interface Toast {
  id: number;
  tone: 'info' | 'good' | 'bad';
  text: string;
  /** Where something can be done about it. */
  link?: { href: string; text: string } | undefined;
}

const SHOWN_MS = 6_000;
const MOST = 3;

export const toasts = signal<readonly Toast[]>([]);
let nextId = 1;

export function showToast(tone: Toast['tone'], text: string, link?: Toast['link']): void {
  const toast = { id: nextId++, tone, text, link };
  toasts.value = [...toasts.value.filter((shown) => shown.text !== text), toast].slice(-MOST);
  setTimeout(() => dismissToast(toast.id), SHOWN_MS);
}

export function dismissToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}
