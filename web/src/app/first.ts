// Loaded before every schema: zod must not try `new Function`, which the page's policy forbids.
import { config } from 'zod';

config({ jitless: true });
