import { promises as dns, type LookupAddress } from 'node:dns';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';
import { targetRefused } from './webhooks.errors.js';

/** IANA's special-purpose addresses (RFC 6890), multicast, and where clouds tell machines their secrets. */
const OURS_OR_NOBODYS = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
];
const OURS_OR_NOBODYS_6 = [
  ...['::/128', '::1/128', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
  ...['5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
];
/** IPv6 that carries an IPv4 address in its last bits: mapped, compatible (RFC 4291 §2.5.5), NAT64 (RFC 6052). */
const CARRIERS = ['::ffff:', '::', '64:ff9b::'];

const forbidden = new BlockList();
for (const network of OURS_OR_NOBODYS) {
  const [address, bits] = network.split('/') as [string, string];
  forbidden.addSubnet(address, Number(bits), 'ipv4');
  for (const carrier of CARRIERS) forbidden.addSubnet(carrier + address, 96 + Number(bits), 'ipv6');
}
for (const network of OURS_OR_NOBODYS_6) {
  const [address, bits] = network.split('/') as [string, string];
  forbidden.addSubnet(address, Number(bits), 'ipv6');
}

/** Whether it is an address of the public internet. */
export function isPublic(address: string): boolean {
  const bare = address.split('%')[0]!;
  return isIP(bare) !== 0 && !forbidden.check(bare, isIPv4(bare) ? 'ipv4' : 'ipv6');
}

export type Resolve = (host: string) => Promise<LookupAddress[]>;

const LOOK_UP_MS = 3000;

/** Where webhooks may go. */
export class Targets {
  /** `anywhere` lets them go to private addresses, and by plain http. */
  constructor(
    private readonly anywhere: boolean,
    private readonly resolve: Resolve = (host) => dns.lookup(host, { all: true }),
  ) {}

  /**
   * Throws InvalidInput if it cannot be a target. A name that has no address now may have one later, and is looked at
   * again whenever it is connected to.
   */
  async check(url: string): Promise<void> {
    if (this.anywhere) return;
    const { protocol, hostname } = new URL(url);
    if (protocol !== 'https:') throw targetRefused('Please give an address that begins with https.');
    const addresses = await this.addressesOf(hostOf(hostname)).catch(() => []);
    if (!addresses.every(isPublic)) throw targetRefused('This is not an address on the public internet.');
  }

  /** Throws if a host that is written as an address may not be connected to; for that nothing is looked up. */
  mustAllow(hostname: string): void {
    const host = hostOf(hostname);
    if (isIP(host) !== 0 && !this.allows(host)) throw new ForbiddenTarget();
  }

  /**
   * For the connection itself: it goes to the addresses that were looked at and to no others, whatever the name
   * says a moment later.
   */
  readonly lookup: LookupFunction = (host, { all }, done) => {
    this.resolve(host).then(
      (found) => {
        if (found.length === 0 || !found.every(({ address }) => this.allows(address)))
          return done(new ForbiddenTarget(), '');
        if (all) return done(null, found);
        done(null, found[0]!.address, found[0]!.family);
      },
      (error: unknown) => done(error as NodeJS.ErrnoException, ''),
    );
  };

  private allows(address: string): boolean {
    return this.anywhere || isPublic(address);
  }

  private async addressesOf(host: string): Promise<string[]> {
    if (isIP(host) !== 0) return [host];
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('The look-up takes too long.')), LOOK_UP_MS).unref();
    });
    const found = await Promise.race([this.resolve(host), late]);
    return found.map(({ address }) => address);
  }
}

export class ForbiddenTarget extends Error {
  constructor() {
    super('The name leads to an address that is not on the public internet.');
  }
}

/** An IPv6 address stands in brackets in a URL. */
function hostOf(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
