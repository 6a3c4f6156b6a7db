// How many events of each type lie at each spot, kept up as the days move: a step costs what changes, not what is there.

/**
 * Events by their first and last day.
 * @param {{day: ArrayLike<number>, length: ArrayLike<number>, type: ArrayLike<number>, placing: ArrayLike<number>, fatalities?: ArrayLike<number>, apart?: ArrayLike<number>}} events
 *   sorted by day; fatalities: 0 is "not given", else the deaths and one; apart: the events whose deaths are not added to others'
 * @param {{event: ArrayLike<number>, spot: ArrayLike<number>}} marks sorted by event
 * @param {{spots: number, types: number, placings: number}} sizes
 */
export const makeTally = (events, marks, sizes) => {
  const total = events.day.length;
  const byEnd = orderByEnd(events);
  const firstMark = markStarts(marks.event, total);
  const counts = new Int32Array(sizes.spots * sizes.types);
  const sums = new Int32Array(sizes.spots);
  const placed = new Int32Array(sizes.placings);
  const ofType = new Int32Array(sizes.types);
  const deaths = { deaths: 0, giving: 0, apart: 0 };
  const apart = maskOfEvents(events.apart, total);
  let byDeaths = false;
  let passes = null; // a mask of events, or null for all
  let window = [0, -1];
  let begun = 0; // events[0..begun) have begun by the window's last day
  let ended = 0; // byEnd[0..ended) have ended before its first

  const given = (event) => events.fatalities?.[event] ?? 0;
  const isApart = (event) => apart !== null && apart[event] === 1;
  const worth = (event) => (byDeaths ? (isApart(event) ? 0 : Math.max(0, given(event) - 1)) : 1);
  const put = (event, step) => {
    if (passes !== null && passes[event] === 0) return;
    placed[events.placing[event]] += step;
    const type = events.type[event];
    ofType[type] += step;
    if (given(event)) {
      deaths.giving += step;
      if (isApart(event)) deaths.apart += step;
      else deaths.deaths += step * (given(event) - 1);
    }
    const more = step * worth(event);
    if (more === 0) return;
    for (let mark = firstMark[event]; mark < firstMark[event + 1]; mark += 1) {
      counts[marks.spot[mark] * sizes.types + type] += more;
      sums[marks.spot[mark]] += more;
    }
  };
  const last = (event) => events.day[event] + events.length[event];
  const clear = () => {
    counts.fill(0);
    sums.fill(0);
    placed.fill(0);
    ofType.fill(0);
    deaths.deaths = 0;
    deaths.giving = 0;
    deaths.apart = 0;
    begun = 0;
    ended = 0;
  };

  // from nothing: of all events only those of the window are put in, not all that have begun, to be taken out again
  const begin = (from, to) => {
    while (begun < total && events.day[begun] <= to) begun += 1;
    while (ended < total && last(byEnd[ended]) < from) ended += 1;
    for (let place = ended; place < total; place += 1) if (events.day[byEnd[place]] <= to) put(byEnd[place], 1);
  };

  const several = [];
  for (let event = 0; event < total; event += 1) if (firstMark[event + 1] - firstMark[event] > 1) several.push(event);

  return {
    counts,
    /** The counts of each spot together. */
    sums,
    placed,
    ofType,
    /** Of the events in the window: the deaths that are given, how many events give a number, and of these how many are not added. */
    deaths,
    worth,
    firstMark,
    /** Count only events whose mask is 1. */
    filter: (mask) => {
      passes = mask;
      clear();
    },
    /** Count events at their spots, or the deaths they give. */
    weigh: (deathly) => {
      byDeaths = deathly;
      clear();
    },
    /** Events with more than one mark. */
    several,
    /** Whether an event is in the window and passes. */
    shows: (event) => events.day[event] <= window[1] && last(event) >= window[0] && (passes === null || passes[event] === 1),
    passes: (event) => passes === null || passes[event] === 1,
    /** Move to the window of days [from, to], from <= to. An event is in if any of its days is. */
    move: (from, to) => {
      // in this order no event is put in or taken out twice: whatever has ended before `from` has begun before `to`
      window = [from, to];
      if (begun === 0 && ended === 0) begin(from, to);
      while (ended > 0 && last(byEnd[ended - 1]) >= from) put(byEnd[--ended], 1);
      while (begun < total && events.day[begun] <= to) put(begun++, 1);
      while (begun > 0 && events.day[begun - 1] > to) put(--begun, -1);
      while (ended < total && last(byEnd[ended]) < from) put(byEnd[ended++], -1);
    },
    /** Numbers of the events in the window of days [from, to], by day. */
    list: (from, to) => {
      const listed = [];
      for (let event = 0; event < total && events.day[event] <= to; event += 1) {
        if (last(event) >= from && (passes === null || passes[event] === 1)) listed.push(event);
      }
      return listed;
    },
  };
};

/** A byte for each event, 1 for those of a list; null where there are none. */
const maskOfEvents = (numbers, total) => {
  if (!numbers?.length) return null;
  const mask = new Uint8Array(total);
  for (let at = 0; at < numbers.length; at += 1) mask[numbers[at]] = 1;
  return mask;
};

/** First mark of each event; one more at the end. */
const markStarts = (markEvents, events) => {
  const first = new Uint32Array(events + 1);
  for (let mark = 0; mark < markEvents.length; mark += 1) first[markEvents[mark] + 1] += 1;
  for (let event = 0; event < events; event += 1) first[event + 1] += first[event];
  return first;
};

/** Events in order of their last day; counted, not compared, as there may be a million. */
const orderByEnd = ({ day, length }) => {
  const total = day.length;
  let highest = 0;
  for (let event = 0; event < total; event += 1) highest = Math.max(highest, day[event] + length[event]);
  const lowest = total ? Math.min(0, day[0]) : 0;
  const place = new Uint32Array(highest - lowest + 2);
  for (let event = 0; event < total; event += 1) place[day[event] + length[event] - lowest + 1] += 1;
  for (let slot = 1; slot < place.length; slot += 1) place[slot] += place[slot - 1];
  const order = new Uint32Array(total);
  for (let event = 0; event < total; event += 1) order[place[day[event] + length[event] - lowest]++] = event;
  return order;
};
