import type { z } from 'zod';
import {
  AdminEvent,
  AdminProgramme,
  AdminQuestion,
  AdminRegistration,
  AdminSession,
  CloneWish,
  EventChange,
  EventClone,
  EventSummary,
  EventView,
  MessageView,
  NewEvent,
  NewProgramme,
  NewQuestion,
  Problem,
  ProgrammeChange,
  QuestionChange,
  RegisterBody,
  RegistrationReceipt,
  RegistrationView,
} from '#contracts';

const SHAPES: Record<string, z.ZodType> = {
  AdminEvent,
  AdminProgramme,
  AdminQuestion,
  AdminRegistration,
  AdminSession,
  CloneWish,
  EventChange,
  EventClone,
  EventSummary,
  EventView,
  MessageView,
  NewEvent,
  NewProgramme,
  NewQuestion,
  Problem,
  ProgrammeChange,
  QuestionChange,
  RegisterBody,
  RegistrationReceipt,
  RegistrationView,
};

it.each(Object.entries(SHAPES))('the example of %s has its shape', (_, shape) => {
  const examples = (shape.meta()?.['examples'] ?? []) as unknown[];
  expect(examples).not.toHaveLength(0);
  for (const example of examples) expect(shape.safeParse(example).error).toBeUndefined();
});
