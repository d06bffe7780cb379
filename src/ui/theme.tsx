// The look of every screen: tokens and plain elements. Import once, at the start.
import './tokens.css';
import './elements.css';
