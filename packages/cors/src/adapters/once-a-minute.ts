const minute = 60_000;

/** Says of each key whether it may be told of: not again within a minute. The keys are a policy's, so they are few. */
export function onceAMinute(): (key: string) => boolean {
  const told = new Map<string, number>();
  return (key) => {
    const now = Date.now();
    if (now - (told.get(key) ?? Number.NEGATIVE_INFINITY) < minute) return false;
    told.set(key, now);
    return true;
  };
}
