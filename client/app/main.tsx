import { render } from 'preact';
import { App } from './app.tsx';
import { formatNumber, language, loadLanguage } from './i18n/i18n.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/dialog.css';
import './styles/marks.css';
import './styles/notices.css';
import './styles/shell.css';
import './styles/wallet.css';

// A browser's first number in a locale takes it long: in a task of its own, not in the one that draws the first screen.
setTimeout(() => formatNumber(0));

void loadLanguage(language.value).then(() => {
  const place = document.getElementById('app')!;
  place.replaceChildren();
  render(<App />, place);
});
