import { generateKeyPairSync } from 'node:crypto';
import { verifies } from '../../mail/dkim.js';
import { deliver } from '../../support/delivery.js';
import { Holder } from '../../support/holder.js';
import { TestApp } from '../../support/test-app.js';

it('a confirmation with its invitation carries a signature that holds, where the settings name a key', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const settings = { DKIM_DOMAIN: 'example.org', DKIM_SELECTOR: 'gatehouse', DKIM_KEY: key };
  await using app = await TestApp.start(settings, { works: false });
  const session = await app.make.session(await app.make.event({ title: 'Orchids, café 🌺' }));
  const [mail] = await deliver(app, (await Holder.in(app, session.id)).id);
  expect(verifies(mail!.raw, publicKey)).toBe(true);
  expect(verifies(mail!.raw.replace('Orchids', 'Orchide'), publicKey)).toBe(false);
});
