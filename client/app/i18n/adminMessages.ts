import { adminEn } from './admin.en.ts';
import { adminKo } from './admin.ko.ts';
import { addMessages } from './i18n.ts';

// Importing this file is what makes the messages known: screens do it, and are loaded together with them.
addMessages({ en: adminEn, ko: adminKo });
