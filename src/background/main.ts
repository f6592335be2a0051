import browser from 'webextension-polyfill';
import { Background } from './background.ts';

new Background(browser, (key, ...substitutions) => browser.i18n.getMessage(key, [...substitutions])).start();
