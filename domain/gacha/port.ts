import type { Result } from '../result.ts';

/** What operators set for banners. Failures are `store_unavailable` only. */
export interface BannerStore {
  /** Banners that may not be pulled now. */
  inactive(): Promise<Result<string[]>>;
  /** Answers whether it was active before. */
  setActive(banner: string, active: boolean): Promise<Result<boolean>>;
  /** Sets how many are left of a limited item; answers how many there were, null when it was not in stock yet. */
  setStock(banner: string, item: string, remaining: number): Promise<Result<number | null>>;
}
