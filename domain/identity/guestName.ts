/** Random bytes in the name of a guest who gave none. */
export const GUEST_NAME_BYTES = 3;

/** What a guest who gave no name is called. @param hex `GUEST_NAME_BYTES` random bytes */
export const guestName = (hex: string): string => `guest-${hex}`;

/** True for a name that nobody chose. */
export const isGuestName = (nickname: string): boolean => /^guest-[0-9a-f]{6}$/.test(nickname);
