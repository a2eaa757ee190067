/**
 * Mails that one worker may have handed over without a note of it: five that share a transaction, four times side by
 * side. Whoever gets one of them again gets the same mail, with the same Message-ID.
 */
export const TOGETHER = 5;
export const UNNOTED = 4 * TOGETHER;
