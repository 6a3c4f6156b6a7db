// What parties say of their own gains: which claims are open on a day.

/** Claims of a rule set that are open on a day, as far as they were known: numbers of the claims. */
export const openClaims = (claims, day, known = Infinity) => {
  const open = [];
  claims.unit.forEach((unit, claim) => {
    const begun = claims.opened[claim];
    const over = claims.length[claim] === 0 ? Infinity : begun + claims.length[claim];
    if (unit && begun <= day && begun <= known && Math.min(day, known) < over) open.push(claim); // nor was its end known before
  });
  return open;
};
