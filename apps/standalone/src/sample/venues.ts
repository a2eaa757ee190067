import type { NewVenue } from '#programme';

export const TIME_ZONE = 'Europe/London';

const HOUSE = {
  latitude: 51.52556,
  longitude: -0.12889,
  timeZone: TIME_ZONE,
} as const;

/** What is said about access and the way is an example: whoever runs this writes what is true of the house. */
export const GREAT_HALL: NewVenue = {
  ...HOUSE,
  slug: 'bma-house-great-hall',
  name: 'The Great Hall, BMA House',
  address: 'BMA House\nTavistock Square\nLondon WC1H 9JP',
  safeNumber: 250,
  directions:
    'Euston and Russell Square stations are ten minutes away on foot, King’s Cross St Pancras fifteen. Buses stop in Tavistock Square.',
  access: {
    stepFree:
      'There is a step-free way from the street to the hall. Please ask at the gate and somebody will walk with you.',
    toilet: 'There is an accessible toilet on the same floor as the hall.',
    hearingLoop: 'The hall has a hearing loop, strongest in the first six rows.',
    seating: 'Seats at the end of a row and spaces for wheelchairs are kept for those who tell us.',
    quiet: 'A quiet room beside the hall is open all evening. You may come and go as you need.',
    assistanceDogs: 'Assistance dogs are welcome.',
  },
};

export const GARDEN: NewVenue = {
  ...HOUSE,
  slug: 'bma-house-garden',
  name: 'The garden of BMA House',
  address: 'BMA House\nTavistock Square\nLondon WC1H 9JP',
  safeNumber: 80,
  directions:
    'Euston and Russell Square stations are ten minutes away on foot, King’s Cross St Pancras fifteen. Buses stop in Tavistock Square.',
  access: {
    stepFree:
      'The paved paths and the lawn can be reached without steps. Some of the narrow paths between the beds are gravel.',
    toilet: 'There is an accessible toilet inside the house, near the garden door.',
    seating: 'There are benches in sun and in shade, and folding stools to borrow.',
    quiet: 'The first entry of the day is the quietest.',
    assistanceDogs: 'Assistance dogs are welcome.',
  },
};
