// Lints an OpenAPI document with Redocly's rules: prints every problem, and fails of any.
// Usage: node lint_openapi.mjs openapi.json
import { createConfig, formatProblems, getTotals, lint } from '@redocly/openapi-core';

// No licence is said of the API, and an operation may well answer with nothing but a redirect.
const rules = { 'info-license': 'off', 'operation-2xx-response': 'off' };
const config = await createConfig({ extends: ['recommended-strict'], rules });
const problems = await lint({ ref: process.argv[2], config });
const totals = getTotals(problems);
formatProblems(problems, { totals, version: '1', maxProblems: 100 });
console.log(`${totals.errors} errors, ${totals.warnings} warnings`);
process.exit(problems.length === 0 ? 0 : 1);
