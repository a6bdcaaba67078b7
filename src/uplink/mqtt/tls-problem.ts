import { X509Certificate } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';
import { clockDoubt } from '../../domain/clock-quality.js';
import { harmless } from '../../domain/text/harmless.js';

/** What a failed handshake is judged by: a date is one of a certificate and of a clock. */
export interface TlsScene {
  readonly wallMs: number;
  /** The newest time that the host has confirmed; null: none is known. */
  readonly knownMs: number | null;
  /** What the broker showed, its own certificate first; empty when it came to none. */
  readonly chain: readonly CertificateDates[];
  /** This terminal's certificate, PEM; null: it has none. */
  readonly own: string | null;
}

interface CertificateDates {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Of OpenSSL's verification and of a TLS alert. */
const DATES = /EXPIRED|NOT_YET_VALID/;
const ALERT = /ALERT/;
const CHAIN_MAX = 5;
const NAME_MAX = 60;

/** What is said of a failed handshake, and what to do. The clock first, where it cannot be right. */
export function tlsProblem(
  code: string,
  { wallMs, knownMs, chain, own }: TlsScene,
): { readonly what: string; readonly hint: string } {
  if (!DATES.test(code))
    return { what: 'failed', hint: 'Check the CA file, the client certificate, its dates and this machine’s clock.' };
  // The broker went by its own clock when it refused this terminal's certificate.
  if (ALERT.test(code))
    return ofCertificate('this terminal’s certificate', own === null ? undefined : datesOf(own), wallMs);
  const doubt = clockDoubt(wallMs, knownMs);
  if (doubt !== null)
    return {
      what: `failed, and this terminal's clock is wrong: ${doubt}`,
      hint: 'Set the clock, by a time service or `timedatectl set-time`; only then look at the certificate.',
    };
  const culprit = chain.find(({ fromMs, toMs }) => wallMs < fromMs || wallMs > toMs) ?? chain[0];
  return ofCertificate('the broker’s certificate', culprit, wallMs);
}

function ofCertificate(
  whose: string,
  dates: CertificateDates | undefined,
  wallMs: number,
): { what: string; hint: string } {
  const valid =
    dates === undefined
      ? `of ${whose} the dates do not hold`
      : `${whose} (${dates.name}) is valid from ${day(dates.fromMs)} to ${day(dates.toMs)}`;
  return {
    what: `failed: ${valid}`,
    hint: `Have the certificate renewed; if it is the clock that is wrong (it says ${day(wallMs)}), set it.`,
  };
}

const day = (ms: number): string => (Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 10) : 'no date');

function datesOf(pem: string): CertificateDates | undefined {
  try {
    const { subject, validFrom, validTo } = new X509Certificate(pem);
    return { name: shown(subject), fromMs: Date.parse(validFrom), toMs: Date.parse(validTo) };
  } catch {
    return undefined;
  }
}

/** @param leaf as `getPeerCertificate(true)` tells it: each names its issuer, the last one itself */
export function chainOf(leaf: PeerCertificate | null): readonly CertificateDates[] {
  const chain: CertificateDates[] = [];
  const seen = new Set<unknown>();
  for (let next: unknown = leaf; isCertificate(next) && !seen.has(next) && chain.length < CHAIN_MAX;) {
    seen.add(next);
    const name = shown(`CN=${String(next.subject?.CN ?? '')}`);
    chain.push({ name, fromMs: Date.parse(next.valid_from), toMs: Date.parse(next.valid_to) });
    next = 'issuerCertificate' in next ? next.issuerCertificate : null;
  }
  return chain;
}

function isCertificate(value: unknown): value is PeerCertificate {
  return typeof value === 'object' && value !== null && 'valid_from' in value;
}

const shown = (name: string): string => harmless(name.replaceAll('\n', ', '), NAME_MAX);
