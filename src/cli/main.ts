#!/usr/bin/env node
// First of all, before anything else is loaded: it sets up how things are loaded.
import './frame/runtime.ts';

const { runProcess } = await import('./frame/process.ts');
await runProcess();
