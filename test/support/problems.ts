interface Refused {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Expects a whole problem document (RFC 9457) with this status and code, and answers it. */
export function expectProblem(answer: Refused, status: number, code: string): Record<string, unknown> {
  const problem = JSON.parse(answer.text) as Record<string, unknown>;
  expect([answer.status, problem['code'], problem['detail']]).toEqual([status, code, expect.stringMatching(/\.$/)]);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(problem).toMatchObject({ type: 'about:blank', status, title: expect.stringMatching(/^[A-Z]/) as string });
  expect(problem['requestId']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(problem['requestId']).toBe(answer.headers.get('x-request-id'));
  return problem;
}
