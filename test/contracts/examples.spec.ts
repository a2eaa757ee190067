import type { z } from 'zod';
import {
  AdminEvent,
  AdminRegistration,
  AdminSession,
  EventSummary,
  EventView,
  MessageView,
  Problem,
  RegisterBody,
  RegistrationReceipt,
  RegistrationView,
} from '#contracts';

const SHAPES: Record<string, z.ZodType> = {
  AdminEvent,
  AdminRegistration,
  AdminSession,
  EventSummary,
  EventView,
  MessageView,
  Problem,
  RegisterBody,
  RegistrationReceipt,
  RegistrationView,
};

it.each(Object.entries(SHAPES))('the example of %s has its shape', (_, shape) => {
  const examples = (shape.meta()?.['examples'] ?? []) as unknown[];
  expect(examples).not.toHaveLength(0);
  for (const example of examples) expect(shape.safeParse(example).error).toBeUndefined();
});
