import { addMessages } from './i18n.ts';
import { monitorEn } from './monitor.en.ts';
import { monitorKo } from './monitor.ko.ts';

// Importing this file is what makes the messages known: screens do it, and are loaded together with them.
addMessages({ en: monitorEn, ko: monitorKo });
