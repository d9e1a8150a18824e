/** Imported before anything that makes a schema: zod would otherwise compile parsers with `Function`, which the page's policy refuses. */
import { config } from 'zod';

config({ jitless: true });
