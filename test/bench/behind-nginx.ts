import { CannotMeasure, type Figures } from './report.js';
import { Nginx, nginxProgram } from './nginx.js';
import { Filling } from './spread.js';

/** The same as `spread`, through an nginx in front of two servers and of three; their controls go to them directly. */
export async function behindNginx(): Promise<Figures> {
  if (!nginxProgram()) throw new CannotMeasure('nginx is not installed here, so nothing can be measured behind it.');
  await using filling = await Filling.start();
  const two = filling.servers.slice(0, 2);
  await using beforeTwo = await Nginx.before(two);
  await using beforeThree = await Nginx.before(filling.servers);
  return await filling.measure({
    'two servers': two,
    'nginx, two servers': [beforeTwo.url],
    'three servers': filling.servers,
    'nginx, three servers': [beforeThree.url],
  });
}
