/** A list that cannot be used at all, in one sentence. */
export class ListError extends Error {}
