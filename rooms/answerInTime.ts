/** How long a player waits for an answer before `store_unavailable`; the outcome is then still open. */
export const ANSWER_WITHIN_MS = 2_000;

/** True if `work` resolved in time. */
export async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const inTime = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return inTime;
}
