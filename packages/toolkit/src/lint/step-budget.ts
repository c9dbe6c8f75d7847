/** What looks at an expression counts its steps here, and gives up at the end of them: an answer late is none. */
export interface StepBudget {
  /** @throws TooManySteps */
  readonly spend: (steps: number) => void;
  readonly spent: () => number;
}

/** An expression is too large, or too intricate, to be decided. */
export class TooManySteps extends Error {
  override readonly name: string = "TooManySteps";
}

/** @param within takes from this one, too */
export function stepBudget(limit: number, within?: StepBudget): StepBudget {
  let spent = 0;
  return {
    spend: (steps) => {
      within?.spend(steps);
      spent += steps;
      if (spent > limit) throw new TooManySteps();
    },
    spent: () => spent,
  };
}

/** Null where the steps did not suffice. */
export function withinBudget<T>(decide: () => T): T | null {
  try {
    return decide();
  } catch (error) {
    if (error instanceof TooManySteps) return null;
    throw error;
  }
}
