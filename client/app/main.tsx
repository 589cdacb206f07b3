import { render } from 'preact';
import { App } from './app.tsx';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/dialog.css';
import './styles/marks.css';
import './styles/notices.css';
import './styles/shell.css';
import './styles/wallet.css';

const place = document.getElementById('app')!;
place.replaceChildren();
render(<App />, place);
