import { render } from 'preact';
import { App } from './app.tsx';
import { language, loadLanguage } from './i18n/i18n.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/dialog.css';
import './styles/marks.css';
import './styles/notices.css';
import './styles/shell.css';
import './styles/wallet.css';

void loadLanguage(language.value).then(() => {
  const place = document.getElementById('app')!;
  place.replaceChildren();
  render(<App />, place);
});
