/** For servers of which a test looks at the metrics. */
export const TOKEN = 'a token of this test';

/** What `/metrics` says now, by name with labels. */
export async function metricsOf({ url }: { readonly url: string }): Promise<Record<string, number>> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
  const lines = (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}
