// Helpers shared by the files below; they end up in one function scope.
const root = document.documentElement;
const $ = (selector, from = document) => from.querySelector(selector);
const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
const on = (target, type, handler) => target && target.addEventListener(type, handler);
const aria = (node, name, value) => node.setAttribute(`aria-${name}`, value);
const say = text => { $('#live').textContent = text; };
const remember = (name, value) => {
  root.dataset[name] = value;
  document.cookie = `mc_${name}=${value};path=/;max-age=31536000;samesite=lax`;
};
