// A document and its signature, as GnuPG 2.4 makes them; the key is of 2026 and ends in 2028.

export const FINGERPRINT = 'B376C529DC064F855041A892D5FA32CAAC91FC4B';
export const KEY = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEaVW5ABYJKwYBBAHaRw8BAQdAST+Z1gC3mEOHeEjR4PSSM2Zmf1dkN0v4Xkgo
guZiMla0HlRhcCBNYWtlcnMgPHBzaXJ0QHRhcC5leGFtcGxlPoiWBBMWCAA+FiEE
s3bFKdwGT4VQQaiS1foyyqyR/EsFAmlVuQACGwMFCQPCZwAFCwkIBwIGFQoJCAsC
BBYCAwECHgECF4AACgkQ1foyyqyR/EssEgD/Un/pqspejyNSRBnlY3WLWOg5VZel
GQk+4yddWajLHgkBAMDrdd0R/CKhHFFRtMWtXhKJrMepDGm35cmSxok2gnwG
=6RbV
-----END PGP PUBLIC KEY BLOCK-----
`;
export const DOCUMENT = '{"document":{"title":"Drip","tracking":{"id":"TAP-1"}}}\n';
export const SIGNATURE = `-----BEGIN PGP SIGNATURE-----

iHUEABYIAB0WIQSzdsUp3AZPhVBBqJLV+jLKrJH8SwUCauaBAAAKCRDV+jLKrJH8
S51CAQCKP7G0rO4bTEUb7jMaalMVNrorqrdmvHVRFipk7EHlyAD9Hw6n6mlwysP3
zyeykf5ATDuyHzIZmxD4PDTW8cMiHQw=
=EGdY
-----END PGP SIGNATURE-----
`;
