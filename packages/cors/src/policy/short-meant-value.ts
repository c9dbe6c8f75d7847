/** Nothing is said of what was meant, in bundles that are not for Node: see for-others.ts. */
function meantNothing(_value: unknown): undefined {
  return undefined;
}

export { meantNothing as meantBoolean, meantNothing as meantDuration, meantNothing as meantList };
