interface Choice {
  readonly people: number;
  readonly partySize: number;
  readonly free: number;
  /** How many larger parties before it were passed over. */
  readonly passed: number;
  /** How many before it were passed by because their address holds places. */
  readonly holding: number;
}

/** Why a party was served, in words for the log. */
export function reasonOf({ people, partySize, free, passed, holding }: Choice): string {
  const fewer = people < partySize ? ` It takes fewer than its ${partySize}.` : '';
  const were = free === 1 ? '1 place was' : `${free} places were`;
  if (passed === 0 && holding === 0) return `First in line when ${were} free.${fewer}`;
  const larger = passed === 1 ? '1 larger party was passed over' : `${passed} larger parties were passed over`;
  const whose = holding === 1 ? '1 party whose address holds' : `${holding} parties whose addresses hold`;
  const others = [
    ...(passed > 0 ? [larger] : []),
    ...(holding > 0 ? [`${whose} places already ${holding === 1 ? 'was' : 'were'} passed by`] : []),
  ];
  return `First in line that fitted when ${were} free; ${others.join(', ')}.${fewer}`;
}
