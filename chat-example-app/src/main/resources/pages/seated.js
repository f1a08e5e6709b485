// @ts-check

/*
 * Runs before the modules that make the page: who comes back to a chat that this tab is in, by a reload, is not asked for a
 * code meanwhile, as what they type would be for nothing. It asks for no other file, so that it can be the first.
 */
if (holdsSeat(location.hash.slice(1))) document.documentElement.classList.add('seated');

/** @param {string} link as SeatMemory keeps it */
function holdsSeat(link) {
  try {
    return JSON.parse(sessionStorage.getItem(`duologue:seat:${link}`) ?? '{}').token !== undefined;
  } catch {
    return false; // Storage is off: the tab has kept no seat.
  }
}
